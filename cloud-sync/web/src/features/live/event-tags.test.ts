import { describe, expect, it } from 'vitest';
import { ALL_TAGS, staleTags } from './event-tags.ts';

describe('staleTags', () => {
  it('refreshes the sales when an order arrives, also when a whole day of them does', () => {
    expect(staleTags('order:created')).toContain('dashboard');
    expect(staleTags('sync:merged')).toContain('dashboard');
  });

  it('leaves the sales alone when only the menu changes', () => {
    expect(staleTags('menu:changed')).toEqual(['menu']);
  });

  it('refreshes everything for an event it does not know', () => {
    expect(staleTags('courier:late')).toEqual(ALL_TAGS);
  });
});
