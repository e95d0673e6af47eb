/** Which cached answers an event makes stale. Events are hints: the cache is refetched, never patched from them. */

export type Tag = 'boxes' | 'branches' | 'menu' | 'staff' | 'subscriptions' | 'dashboard' | 'sync';

/** How branches do: everything the first page shows. */
const SALES: readonly Tag[] = ['dashboard', 'branches', 'boxes', 'sync'];

export const ALL_TAGS: readonly Tag[] = ['dashboard', 'branches', 'boxes', 'sync', 'menu'];

const TAGS: Record<string, readonly Tag[]> = {
  'order:created': SALES,
  'order:updated': SALES,
  'order:status_changed': SALES,
  'order:paid': SALES,
  'order:cancelled': SALES,
  'sync:merged': SALES,
  'menu:changed': ['menu'],
  'catalog:conflict': ['menu', 'dashboard'],
  'system:alert': ['dashboard', 'sync'],
};

/** A type newer than this page refreshes everything: too much is better than stale. */
export function staleTags(type: string): readonly Tag[] {
  return TAGS[type] ?? ALL_TAGS;
}
