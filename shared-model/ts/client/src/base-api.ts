/** The transport under the generated client: bearer token, one refresh at a time, problems instead of raw errors. */

import { createApi, fetchBaseQuery, type BaseQueryFn, type FetchArgs } from '@reduxjs/toolkit/query/react';
import { problemFromAnswer, unreachable, type ApiProblem } from './problem.ts';
import { currentToken, keepToken, reportSessionLost, type SessionToken } from './session.ts';

const REQUEST_TIMEOUT_MS = 10_000;
const UNAUTHORIZED = 401;

const send = fetchBaseQuery({
  baseUrl: '/',
  timeout: REQUEST_TIMEOUT_MS,
  credentials: 'same-origin',
  prepareHeaders: (headers) => {
    const token = currentToken();
    if (token) headers.set('authorization', `Bearer ${token}`);
    return headers;
  },
});

type Answer = { data: unknown } | { error: ApiProblem };

async function exchange(...[args, api, extra]: Parameters<typeof send>): Promise<Answer> {
  const result = await send(args, api, extra);
  const response = result.meta?.response;
  if (!result.error) return { data: result.data ?? null };
  if (typeof result.error.status === 'number') {
    return { error: problemFromAnswer(result.error.status, result.error.data, response) };
  }
  return { error: response ? problemFromAnswer(response.status, null, response) : unreachable() };
}

/** A refresh either brings the whole session (token, person, branch) or says why not. */
export type Refreshed = { session: SessionToken } | { problem: ApiProblem };

let refreshing: Promise<Refreshed> | null = null;

async function refreshOnce(): Promise<Refreshed> {
  const signal = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  try {
    const response = await fetch('/api/v1/auth/refresh', { method: 'POST', credentials: 'same-origin', signal });
    const body: unknown = await response.json().catch(() => null);
    if (!response.ok) return { problem: problemFromAnswer(response.status, body, response) };
    const session = body as SessionToken;
    keepToken(session);
    return { session };
  } catch {
    return { problem: unreachable() };
  }
}

/** Exchanges the refresh cookie for a token. Callers at the same moment share one request, since the cookie rotates. */
export function refreshToken(): Promise<Refreshed> {
  refreshing ??= refreshOnce().finally(() => {
    refreshing = null;
  });
  return refreshing;
}

function isAuthCall(args: string | FetchArgs): boolean {
  const url = typeof args === 'string' ? args : args.url;
  return url.includes('/auth/') && !url.endsWith('/auth/me');
}

const boxQuery: BaseQueryFn<string | FetchArgs, unknown, ApiProblem> = async (args, api, extra) => {
  const first = await exchange(args, api, extra);
  if (!('error' in first) || first.error.status !== UNAUTHORIZED || isAuthCall(args)) return first;
  const refreshed = await refreshToken();
  if ('session' in refreshed) return exchange(args, api, extra);
  if (refreshed.problem.status === UNAUTHORIZED) reportSessionLost();
  return { error: refreshed.problem };
};

export const baseApi = createApi({
  reducerPath: 'box',
  baseQuery: boxQuery,
  refetchOnReconnect: true,
  endpoints: () => ({}),
});
