/** Keeps somebody signed in: resume on load, refresh before the token ends, back to the door when it is over. */

import { refreshToken } from '@fastops/client/base-api';
import { currentToken, dropToken, keepToken, onSessionLost, tokenExpiresAtMs } from '@fastops/client/session';
import { useCallback, useEffect } from 'react';
import { api } from '@/shared/api/cloud-api.ts';
import type { Session } from '@/shared/api/model.ts';
import { useAppDispatch, useAppSelector, useAppStore } from '@/shared/store-hooks.ts';
import { phaseChanged, signedIn } from './session-slice.ts';

const RETRY_MS = 3_000;
/** Refresh when a quarter of the token's life is left, so that a short cut of the network does no harm. */
const REFRESH_AT = 0.75;
const MIN_REFRESH_MS = 5_000;

const COMPANY_KEY = 'fastops.company';

/** The company somebody last signed in to here. */
export function lastCompany(): string {
  return localStorage.getItem(COMPANY_KEY) ?? '';
}

/** Takes a session the cloud just answered into use. */
export function useKeepSession(): (session: Session) => void {
  const dispatch = useAppDispatch();
  return useCallback(
    (session: Session) => {
      keepToken(session);
      localStorage.setItem(COMPANY_KEY, session.company.slug);
      dispatch(signedIn({ staff: session.staff, company: session.company }));
    },
    [dispatch],
  );
}

/** Run once at the root: resumes the session, or finds out that somebody has to sign in. */
export function useResumeSession(): void {
  const dispatch = useAppDispatch();
  const store = useAppStore();
  const phase = useAppSelector((state) => state.session.phase);
  const keep = useKeepSession();
  useEffect(() => {
    if (phase !== 'starting' && phase !== 'unreachable') return undefined;
    let live = true;
    const attempt = async () => {
      const refreshed = await refreshToken();
      if (!live) return;
      if ('session' in refreshed) keep(refreshed.session as Session);
      else if (refreshed.problem.final || refreshed.problem.status === 401) dispatch(phaseChanged('outside'));
      else dispatch(phaseChanged('unreachable'));
    };
    void attempt();
    const timer = setInterval(() => void attempt(), RETRY_MS);
    return () => {
      live = false;
      clearInterval(timer);
    };
  }, [phase, dispatch, keep]);

  useEffect(
    () =>
      onSessionLost(() => {
        // An answer that comes after signing out must not sweep away what is being filled in at the door.
        if (store.getState().session.phase !== 'inside') return;
        dispatch(phaseChanged('outside'));
        dispatch(api.util.resetApiState());
      }),
    [dispatch, store],
  );
}

/** Refreshes the token ahead of its end while somebody is signed in. */
export function useRefreshAhead(): void {
  const staffId = useAppSelector((state) => state.session.staff?.staff_id);
  useEffect(() => {
    if (!staffId) return undefined;
    let timer: ReturnType<typeof setTimeout>;
    const plan = () => {
      const left = tokenExpiresAtMs() - Date.now();
      timer = setTimeout(() => void refreshToken().finally(plan), Math.max(MIN_REFRESH_MS, left * REFRESH_AT));
    };
    plan();
    return () => clearTimeout(timer);
  }, [staffId]);
}

/** Ends the session here and on the cloud. */
export function useSignOut(): () => void {
  const dispatch = useAppDispatch();
  const [logout] = api.useLogoutMutation();
  return useCallback(() => {
    const goodbye = currentToken() ? logout() : Promise.resolve();
    void Promise.resolve(goodbye).finally(() => {
      dropToken();
      dispatch(phaseChanged('outside'));
      dispatch(api.util.resetApiState());
    });
  }, [dispatch, logout]);
}
