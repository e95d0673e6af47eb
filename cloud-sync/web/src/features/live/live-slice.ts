/** How this page stands with the cloud's live line. */

import { createSlice, type PayloadAction } from '@reduxjs/toolkit';

export type LiveState = { link: 'connecting' | 'online' | 'offline'; lastSeq: number | null };

const initialState: LiveState = { link: 'connecting', lastSeq: null };

export const liveSlice = createSlice({
  name: 'live',
  initialState,
  reducers: {
    linkChanged: (state, action: PayloadAction<LiveState['link']>) => {
      state.link = action.payload;
    },
    seqSeen: (state, action: PayloadAction<number>) => {
      state.lastSeq = Math.max(state.lastSeq ?? 0, action.payload);
    },
    /** Another company counts from the beginning. */
    seqForgotten: (state) => {
      state.lastSeq = null;
      state.link = 'connecting';
    },
  },
});

export const { linkChanged, seqSeen, seqForgotten } = liveSlice.actions;
