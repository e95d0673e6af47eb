import { describe, expect, it } from 'vitest';
import type { BoxNow } from '@/shared/api/model.ts';
import { boxState, liveBox } from './box-state.ts';

const box = (more: Partial<BoxNow>): BoxNow => ({ box_id: 'box_1', status: 'live', generation: 1, online: false, last_exchange_ms: 1, ...more });

describe('boxState', () => {
  it('tells a box that is away from one that never came', () => {
    expect(boxState(box({ online: true }))).toBe('online');
    expect(boxState(box({}))).toBe('offline');
    expect(boxState(box({ last_exchange_ms: null }))).toBe('never');
  });

  it('says what was done to it before where it is', () => {
    expect(boxState(box({ status: 'revoked', online: true }))).toBe('revoked');
    expect(boxState(box({ status: 'fenced' }))).toBe('fenced');
  });
});

describe('liveBox', () => {
  it('passes over boxes that were replaced', () => {
    const [old, present] = [box({ status: 'fenced' }), box({ box_id: 'box_2', generation: 2 })];
    expect(liveBox([old, present])).toBe(present);
    expect(liveBox([old])).toBeUndefined();
  });
});
