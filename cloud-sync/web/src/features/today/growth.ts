/** How today compares, as the page writes it. The cloud computes the growth; here it becomes words. */

const BP_PER_TENTH = 10;
const TENTHS = 10;

export type Growth = { direction: 'up' | 'down' | 'same'; percent: string };

/** `1250` (1/10,000) becomes 12,5 up; under a tenth of a percent it is the same. */
export function growthOf(growthBp: number | null | undefined, locale: string): Growth | null {
  if (growthBp == null) return null;
  const tenths = Math.round(growthBp / BP_PER_TENTH);
  const direction = tenths > 0 ? 'up' : tenths < 0 ? 'down' : 'same';
  return { direction, percent: new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(Math.abs(tenths) / TENTHS) };
}

/** The whole percent a part is of a whole; nothing of nothing is nothing. */
export function shareOf(part: number, whole: number): number {
  return whole > 0 ? Math.round((part / whole) * 100) : 0;
}

/** `2026-11-24` becomes `martes`. A business day has no hour, so it is read where it was written. */
export function weekdayOf(day: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}

/** `2026-11-24` becomes `martes, 24 de noviembre`. */
export function longDay(day: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}
