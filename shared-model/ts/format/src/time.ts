/** Times as people in a branch read them. Every instant is integer milliseconds since 1970, UTC. */

const MS_PER_SECOND = 1_000;
const SECONDS_PER_MINUTE = 60;
const MINUTES_PER_HOUR = 60;

/** A running age: `0:07`, `5:42`, `1:02:03`. A clock that runs ahead never shows a negative age. */
export function formatElapsed(elapsedMs: number): string {
  const total = Math.floor(Math.max(0, elapsedMs) / MS_PER_SECOND);
  const seconds = String(total % SECONDS_PER_MINUTE).padStart(2, '0');
  const minutes = Math.floor(total / SECONDS_PER_MINUTE);
  if (minutes < MINUTES_PER_HOUR) return `${minutes}:${seconds}`;
  const hours = Math.floor(minutes / MINUTES_PER_HOUR);
  return `${hours}:${String(minutes % MINUTES_PER_HOUR).padStart(2, '0')}:${seconds}`;
}

/** The clock on the wall of the branch, for example `11:02 a. m.`. */
export function formatClock(atMs: number, zone: string, locale = 'es-CO'): string {
  return new Intl.DateTimeFormat(locale, { timeZone: zone, hour: 'numeric', minute: '2-digit' }).format(atMs);
}

/** How far the server's clock is ahead of this device's, from one answer received at `receivedAtMs`. */
export function serverOffset(serverTimeMs: number, receivedAtMs: number): number {
  return serverTimeMs - receivedAtMs;
}
