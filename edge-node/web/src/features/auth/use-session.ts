/** Keeps somebody signed in: resume on load, refresh before the token ends, fall back to the PIN pad. */

import type { Session } from '@/shared/api/model.ts';
import { refreshToken } from '@fastops/client/base-api';
import { currentToken, dropToken, keepToken, onSessionLost, tokenExpiresAtMs } from '@fastops/client/session';
import { useCallback, useEffect } from 'react';
import { useAppDispatch, useAppSelector } from '@/shared/store-hooks.ts';
import { api } from '@/shared/api/box-api.ts';
import { phaseChanged, signedIn } from './auth-slice.ts';

const RETRY_MS = 2_000;
/** Refresh when a quarter of the token's life is left, so that a short cut of the network does no harm. */
const REFRESH_AT = 0.75;
const MIN_REFRESH_MS = 5_000;

/** Takes a session the box just answered into use. */
export function useKeepSession(): (session: Session) => void {
  const dispatch = useAppDispatch();
  return useCallback(
    (session: Session) => {
      keepToken(session);
      dispatch(signedIn({ staff: session.staff, branch: session.branch }));
    },
    [dispatch],
  );
}

/** Run once at the root: resumes the session, or finds out which sign-in this tablet needs. */
export function useResumeSession(): void {
  const dispatch = useAppDispatch();
  const phase = useAppSelector((state) => state.auth.phase);
  const keep = useKeepSession();
  useEffect(() => {
    if (phase !== 'starting' && phase !== 'unreachable') return undefined;
    let live = true;
    const attempt = async () => {
      const refreshed = await refreshToken();
      if (!live) return;
      if ('session' in refreshed) keep(refreshed.session as Session);
      else if (refreshed.problem.final || refreshed.problem.status === 401) dispatch(phaseChanged('pin'));
      else dispatch(phaseChanged('unreachable'));
    };
    void attempt();
    const timer = setInterval(() => void attempt(), RETRY_MS);
    return () => {
      live = false;
      clearInterval(timer);
    };
  }, [phase, dispatch, keep]);

  useEffect(() => onSessionLost(() => dispatch(phaseChanged('pin'))), [dispatch]);
}

/** Refreshes the token ahead of its end while somebody is signed in. */
export function useRefreshAhead(): void {
  const staffId = useAppSelector((state) => state.auth.staff?.staff_id);
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

/** Ends the session here and on the box, then shows the PIN pad or the password form. */
export function useLeave(): (to: 'pin' | 'login') => void {
  const dispatch = useAppDispatch();
  const [logout] = api.useLogoutMutation();
  return useCallback(
    (to) => {
      const goodbye = currentToken() ? logout() : Promise.resolve();
      void Promise.resolve(goodbye).finally(() => {
        dropToken();
        dispatch(phaseChanged(to));
        dispatch(api.util.resetApiState());
      });
    },
    [dispatch, logout],
  );
}
