/** Ids minted on the tablet: a prefix and a UUIDv7, so a retry names the same thing and ids sort by time. */

export type IdPrefix = 'ord' | 'lin' | 'snd' | 'stp' | 'vod' | 'pay' | 'cmd' | 'cat' | 'prd' | 'var' | 'mgr' | 'mod' | 'slt' | 'ing' | 'sta' | 'prn' | 'stf' | 'dsc';

export type Id<P extends IdPrefix> = `${P}_${string}`;

const TIMESTAMP_BYTES = 6;

/**
 * `newId('ord')` is `ord_` and 32 lower-case hex digits (RFC 9562, version 7). It uses `getRandomValues`,
 * since `crypto.randomUUID` does not exist on a tablet that reaches the box over plain HTTP.
 */
export function newId<P extends IdPrefix>(prefix: P, nowMs: number = Date.now()): Id<P> {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let rest = nowMs;
  for (let index = TIMESTAMP_BYTES - 1; index >= 0; index -= 1) {
    bytes[index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${prefix}_${hex}`;
}
