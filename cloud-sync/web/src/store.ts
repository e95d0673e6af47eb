/** The one store: the cloud's answers in a cache, and slices for who is here and how the live line stands. */

import { combineSlices, configureStore } from '@reduxjs/toolkit';
import { baseApi } from '@fastops/client/base-api';
import { liveSlice } from '@/features/live/live-slice.ts';
import { sessionSlice } from '@/features/session/session-slice.ts';

const reducer = combineSlices(baseApi, sessionSlice, liveSlice);

export function createStore() {
  return configureStore({
    reducer,
    middleware: (defaults) => defaults().concat(baseApi.middleware),
  });
}

export type AppStore = ReturnType<typeof createStore>;
export type RootState = ReturnType<typeof reducer>;
export type AppDispatch = AppStore['dispatch'];
