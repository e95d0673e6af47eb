import { describe, expect, it } from 'vitest';
import { cardAge, freshnessOf, urgencyOf } from './timer.ts';

describe('cardAge', () => {
  it('uses the clock of the box', () => {
    expect(cardAge(100_000, 50_000, 60_000)).toBe(10_000);
  });

  it('is never negative', () => {
    expect(cardAge(100_000, 90_000, 0)).toBe(0);
  });
});

describe('urgencyOf', () => {
  it.each([
    [0, 'onTime'],
    [300_000, 'onTime'],
    [300_001, 'slow'],
    [480_000, 'slow'],
    [480_001, 'late'],
  ] as const)('%i ms is %s', (age, urgency) => {
    expect(urgencyOf(age)).toBe(urgency);
  });
});

describe('freshnessOf', () => {
  it.each([
    [5_000, 'fresh'],
    [5_001, 'aging'],
    [15_000, 'aging'],
    [15_001, 'stale'],
  ] as const)('%i ms without an answer is %s', (age, freshness) => {
    expect(freshnessOf(age)).toBe(freshness);
  });
});
