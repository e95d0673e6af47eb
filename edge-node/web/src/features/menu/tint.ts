import type { Category } from '@/shared/api/model.ts';

const TINTS = ['#e8590c', '#d6336c', '#e0a100', '#2f9e44', '#1c7ed6', '#7048e8', '#0c8599', '#a0522d'];

/** A category's own colour, or one that stays the same for its position. */
export function tintOf(category: Category | undefined): string {
  if (category?.color && /^#[0-9a-f]{6}$/i.test(category.color)) return category.color;
  return TINTS[(category?.position ?? 0) % TINTS.length] ?? '#8f8778';
}
