/** Who uses this tablet now. The token itself is never in the store, so no tool that prints the store can leak it. */

import type { Branch, Session, Staff } from '@/shared/api/model.ts';
import { createSlice, type PayloadAction } from '@reduxjs/toolkit';

export type AuthPhase = 'starting' | 'unreachable' | 'login' | 'pin' | 'ready';

export type AuthState = { phase: AuthPhase; staff: Staff | null; branch: Branch | null };

const initialState: AuthState = { phase: 'starting', staff: null, branch: null };

export const authSlice = createSlice({
  name: 'auth',
  initialState,
  reducers: {
    signedIn: (state, action: PayloadAction<Pick<Session, 'staff' | 'branch'>>) => {
      state.phase = 'ready';
      state.staff = action.payload.staff;
      state.branch = action.payload.branch;
    },
    phaseChanged: (state, action: PayloadAction<Exclude<AuthPhase, 'ready'>>) => {
      state.phase = action.payload;
      state.staff = null;
    },
  },
});

export const { signedIn, phaseChanged } = authSlice.actions;
