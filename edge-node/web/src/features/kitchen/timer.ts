/** When a waiting dish turns amber and red, and when a silent box does. Limits are what kitchens are used to. */

const MINUTE_MS = 60_000;
const SLOW_AFTER_MS = 5 * MINUTE_MS;
const LATE_AFTER_MS = 8 * MINUTE_MS;
const AGING_AFTER_MS = 5_000;
const STALE_AFTER_MS = 15_000;

export type Urgency = 'onTime' | 'slow' | 'late';
export type Freshness = 'fresh' | 'aging' | 'stale';

/** Age of a card by the box's clock; never negative, whatever this device's clock says. */
export function cardAge(sentAtMs: number, deviceNowMs: number, offsetMs: number): number {
  return Math.max(0, deviceNowMs + offsetMs - sentAtMs);
}

export function urgencyOf(ageMs: number): Urgency {
  if (ageMs > LATE_AFTER_MS) return 'late';
  return ageMs > SLOW_AFTER_MS ? 'slow' : 'onTime';
}

export function freshnessOf(sinceExchangeMs: number): Freshness {
  if (sinceExchangeMs > STALE_AFTER_MS) return 'stale';
  return sinceExchangeMs > AGING_AFTER_MS ? 'aging' : 'fresh';
}
