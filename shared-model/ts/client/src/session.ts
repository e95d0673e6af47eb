/**
 * Who is signed in on this tablet. The access token lives in this module's memory only: a reload asks the
 * box for a new one with the HttpOnly refresh cookie. No token may reach storage, a URL or a log.
 */

export type SessionToken = { access_token: string; expires_in: number };

type Listener = () => void;

let accessToken: string | null = null;
let expiresAtMs = 0;
const lostListeners = new Set<Listener>();

/** The bearer token of the next request, or `null` before anyone signed in. */
export function currentToken(): string | null {
  return accessToken;
}

/** When the token stops being accepted, by this device's clock. */
export function tokenExpiresAtMs(): number {
  return expiresAtMs;
}

export function keepToken(session: SessionToken, nowMs: number = Date.now()): void {
  accessToken = session.access_token;
  expiresAtMs = nowMs + session.expires_in * 1_000;
}

export function dropToken(): void {
  accessToken = null;
  expiresAtMs = 0;
}

/** Called when the box refuses even a refreshed token: the person has to sign in again. */
export function onSessionLost(listener: Listener): () => void {
  lostListeners.add(listener);
  return () => lostListeners.delete(listener);
}

export function reportSessionLost(): void {
  dropToken();
  for (const listener of lostListeners) listener();
}
