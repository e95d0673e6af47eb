import { describe, expect, it } from 'vitest';
import { ALL_TAGS, staleTags } from './event-tags.ts';

describe('staleTags', () => {
  it('refreshes the kitchen when an order arrives', () => {
    expect(staleTags('order:created')).toContain('kitchen');
  });

  it('leaves the menu alone when a ticket prints', () => {
    expect(staleTags('print:completed')).toEqual(['printing']);
  });

  it('refreshes everything for an event it does not know', () => {
    expect(staleTags('stock:low')).toEqual(ALL_TAGS);
  });
});
