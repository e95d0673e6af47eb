/** How long ago something was, in the words of the language: `hace 3 minutos`. A clock that runs ahead is now. */

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];

export function ago(atMs: number, nowMs: number, locale: string): string {
  const passed = Math.max(0, nowMs - atMs);
  const [unit, length] = STEPS.find(([, step]) => passed >= step) ?? ['second', 1_000];
  return new Intl.RelativeTimeFormat(locale, { numeric: unit === 'second' ? 'always' : 'auto' }).format(-Math.floor(passed / length), unit);
}

/** What is left until a moment, `1:02:03`; never below zero. */
export function left(untilMs: number, nowMs: number): string {
  const seconds = Math.floor(Math.max(0, untilMs - nowMs) / 1_000);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${Math.floor(seconds / 3_600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
