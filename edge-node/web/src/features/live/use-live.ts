/** The socket to the box while somebody is signed in. Every (re)connect refetches, since events are at most once. */

import { refreshToken } from '@fastops/client/base-api';
import { currentToken } from '@fastops/client/session';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { io, type Socket } from 'socket.io-client';
import { toast } from 'sonner';
import { api } from '@/shared/api/box-api.ts';
import { useAppSelector, useAppStore } from '@/shared/store-hooks.ts';
import type { AppStore } from '@/store.ts';
import { ALL_TAGS, staleTags, type Tag } from './event-tags.ts';
import { linkChanged, seqSeen } from './live-slice.ts';

const GATHER_MS = 40;
const REFUSED_RETRY_MS = 3_000;

type Envelope = { seq: number; type: string; data: { message?: string; type?: string } };

/** Gathers what a burst of events made stale into one invalidation. */
function invalidator(store: AppStore) {
  const stale = new Set<Tag>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  return (tags: readonly Tag[]) => {
    for (const tag of tags) stale.add(tag);
    timer ??= setTimeout(() => {
      timer = null;
      store.dispatch(api.util.invalidateTags([...stale]));
      stale.clear();
    }, GATHER_MS);
  };
}

function connect(store: AppStore, onAlert: (message: string) => void, onOnline: () => void): Socket {
  const socket = io({
    transports: ['websocket'],
    reconnectionDelay: 500,
    reconnectionDelayMax: 3_000,
    auth: (answer) => answer({ token: currentToken(), last_seq: store.getState().live.lastSeq }),
  });
  const invalidate = invalidator(store);
  socket.on('connect', () => {
    store.dispatch(linkChanged('online'));
    invalidate(ALL_TAGS);
    onOnline();
  });
  const lost = () => {
    store.dispatch(linkChanged('offline'));
    // Closed by the box itself (a refused token, a restart): socket.io does not come back on its own then.
    if (!socket.active) setTimeout(() => void refreshToken().then(() => socket.connect()), REFUSED_RETRY_MS);
  };
  socket.on('disconnect', (reason) => {
    if (reason !== 'io client disconnect') lost();
  });
  socket.on('connect_error', lost);
  const seen = (event: Envelope) => {
    store.dispatch(seqSeen(event.seq));
    // Printers have their own line on the screens, which also goes away by itself.
    if (event.type === 'system:alert' && event.data.type !== 'printer_failure' && event.data.message) onAlert(event.data.message);
    invalidate(staleTags(event.type));
  };
  socket.on('sync:replay', ({ events, latest }: { events: Envelope[]; latest: number }) => {
    events.forEach(seen);
    store.dispatch(seqSeen(latest));
  });
  socket.on('sync:full', ({ latest }: { latest: number }) => {
    store.dispatch(seqSeen(latest));
    invalidate(ALL_TAGS);
  });
  socket.onAny((type: string, event: Envelope) => {
    if (!type.startsWith('sync:')) seen(event);
  });
  return socket;
}

export function useLive(onOnline: (store: AppStore) => void): void {
  const store = useAppStore();
  const { t } = useTranslation();
  const staffId = useAppSelector((state) => state.auth.staff?.staff_id);
  useEffect(() => {
    if (!staffId) return undefined;
    const socket = connect(store, (message) => toast.warning(message, { description: t('live.alert') }), () => onOnline(store));
    return () => {
      socket.offAny();
      socket.close();
    };
  }, [staffId, store, onOnline, t]);
}
