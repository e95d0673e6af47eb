/** Who is signed in here. The token itself is never in the store, so no tool that prints the store can leak it. */

import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { Company, Staff } from '@/shared/api/model.ts';

export type SessionPhase = 'starting' | 'unreachable' | 'outside' | 'inside';

export type SessionState = { phase: SessionPhase; staff: Staff | null; company: Company | null };

const initialState: SessionState = { phase: 'starting', staff: null, company: null };

export const sessionSlice = createSlice({
  name: 'session',
  initialState,
  reducers: {
    signedIn: (state, action: PayloadAction<{ staff: Staff; company: Company }>) => {
      state.phase = 'inside';
      state.staff = action.payload.staff;
      state.company = action.payload.company;
    },
    phaseChanged: (state, action: PayloadAction<Exclude<SessionPhase, 'inside'>>) => {
      state.phase = action.payload;
      state.staff = null;
      state.company = null;
    },
  },
});

export const { signedIn, phaseChanged } = sessionSlice.actions;
