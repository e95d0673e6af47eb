/** The one store: the box's answers in a cache, and slices for what only this tablet knows. */

import { combineSlices, configureStore } from '@reduxjs/toolkit';
import { baseApi } from '@fastops/client/base-api';
import { authSlice } from '@/features/auth/auth-slice.ts';
import { liveSlice } from '@/features/live/live-slice.ts';
import { cartSlice } from '@/features/orders/cart-slice.ts';
import { outboxSlice } from '@/features/orders/outbox-slice.ts';

const reducer = combineSlices(baseApi, authSlice, cartSlice, outboxSlice, liveSlice);

export function createStore() {
  return configureStore({
    reducer,
    middleware: (defaults) => defaults().concat(baseApi.middleware),
  });
}

export type AppStore = ReturnType<typeof createStore>;
export type RootState = ReturnType<typeof reducer>;
export type AppDispatch = AppStore['dispatch'];
