import { api } from '@/shared/api/box-api.ts';
import type { Menu } from '@/shared/api/model.ts';

/** The menu, kept fresh by the box's events. */
export function useMenu(): { menu: Menu | undefined; error: unknown; refetch: () => unknown } {
  const { data, error, refetch } = api.useGetMenuQuery();
  // The box writes every field of its answers; see `Written`.
  return { menu: data as Menu | undefined, error, refetch };
}
