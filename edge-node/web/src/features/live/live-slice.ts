/** How this tablet stands with the box, as the banner shows it. */

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
  },
});

export const { linkChanged, seqSeen } = liveSlice.actions;
