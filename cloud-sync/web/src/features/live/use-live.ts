/** The socket to the cloud while somebody is signed in. Every (re)connect refetches, since events are at most once. */

import { refreshToken } from '@fastops/client/base-api';
import { currentToken } from '@fastops/client/session';
import { useEffect } from 'react';
import { io, type Socket } from 'socket.io-client';
import { api } from '@/shared/api/cloud-api.ts';
import { useAppSelector, useAppStore } from '@/shared/store-hooks.ts';
import type { AppStore } from '@/store.ts';
import { ALL_TAGS, staleTags, type Tag } from './event-tags.ts';
import { linkChanged, seqForgotten, seqSeen } from './live-slice.ts';

/** A busy company tells many things a second; the page asks at most this often. */
const GATHER_MS = 400;
const REFUSED_RETRY_MS = 3_000;

type Envelope = { seq: number; type: string };

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

function connect(store: AppStore): Socket {
  const socket = io({
    transports: ['websocket'],
    reconnectionDelay: 500,
    reconnectionDelayMax: 3_000,
    auth: (answer) => answer({ token: currentToken(), last_seq: store.getState().live.lastSeq }),
  });
  const invalidate = invalidator(store);
  let connectedBefore = false;
  socket.on('connect', () => {
    store.dispatch(linkChanged('online'));
    // The first time everything was asked for a moment ago.
    if (connectedBefore) invalidate(ALL_TAGS);
    connectedBefore = true;
  });
  const lost = () => {
    store.dispatch(linkChanged('offline'));
    // Closed by the cloud itself (a refused token, a restart): socket.io does not come back on its own then.
    if (!socket.active) setTimeout(() => void refreshToken().then(() => socket.connect()), REFUSED_RETRY_MS);
  };
  socket.on('disconnect', (reason) => {
    if (reason !== 'io client disconnect') lost();
  });
  socket.on('connect_error', lost);
  const seen = (event: Envelope) => {
    store.dispatch(seqSeen(event.seq));
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
    if (type !== 'sync:replay' && type !== 'sync:full' && typeof event?.seq === 'number') seen(event);
  });
  return socket;
}

export function useLive(): void {
  const store = useAppStore();
  const staffId = useAppSelector((state) => state.session.staff?.staff_id);
  useEffect(() => {
    if (!staffId) return undefined;
    const socket = connect(store);
    return () => {
      socket.offAny();
      socket.close();
      store.dispatch(seqForgotten());
    };
  }, [staffId, store]);
}
