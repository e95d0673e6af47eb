/** Which cached answers an event makes stale. Events are hints: the cache is refetched, never patched from them. */

export type Tag = 'auth' | 'menu' | 'orders' | 'kitchen' | 'printing';

export const ALL_TAGS: readonly Tag[] = ['menu', 'orders', 'kitchen', 'printing'];

const TAGS = {
  'order:created': ['orders', 'kitchen'],
  'order:updated': ['orders', 'kitchen'],
  'order:status_changed': ['orders', 'kitchen'],
  'order:ready': ['orders', 'kitchen'],
  'order:paid': ['orders'],
  'order:cancelled': ['orders', 'kitchen'],
  'kitchen:changed': ['kitchen', 'orders'],
  'menu:changed': ['menu'],
  'print:queued': ['printing'],
  'print:completed': ['printing'],
  'print:fallback': ['printing'],
  'print:uncertain': ['printing'],
  'system:alert': ['printing'],
} as const satisfies Record<string, readonly Tag[]>;

/** A type newer than this screen refreshes everything: too much is better than stale. */
export function staleTags(type: string): readonly Tag[] {
  return type in TAGS ? TAGS[type as keyof typeof TAGS] : ALL_TAGS;
}
