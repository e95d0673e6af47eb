/** What this tablet still has to tell the box, and what came of the last thing it told. */

import type { NewLines, NewOrder, Order, PayOrder } from '@/shared/api/model.ts';
import type { ApiProblem } from '@fastops/client/problem';
import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { CartState } from './cart-slice.ts';

export type Work =
  | { kind: 'create'; body: NewOrder }
  | { kind: 'lines'; order_id: string; number: string; body: NewLines }
  | { kind: 'pay'; order_id: string; number: string; body: PayOrder };

/** `command_id` is minted by the tap; every retry sends it and the same body again. */
export type Job = {
  command_id: string;
  created_at_ms: number;
  work: Work;
  /** The cart the job came from, to go back to when the box refuses it. */
  cart: CartState | null;
};

export type JobState = 'sending' | 'waiting' | 'refused';

export type PendingJob = Job & { state: JobState; problem: ApiProblem | null };

/** The sale the panel beside the menu reports on, until the next tap. */
export type LastSale = { command_id: string; order: Order | null; paid: boolean };

export type OutboxState = { jobs: PendingJob[]; last: LastSale | null };

const initialState: OutboxState = { jobs: [], last: null };

export const outboxSlice = createSlice({
  name: 'outbox',
  initialState,
  reducers: {
    jobQueued: (state, action: PayloadAction<Job>) => {
      state.jobs.push({ ...action.payload, state: 'sending', problem: null });
      const { work } = action.payload;
      const paid = work.kind === 'pay' || (work.kind === 'create' && (work.body.payments?.length ?? 0) > 0);
      state.last = { command_id: action.payload.command_id, order: null, paid };
    },
    jobsResumed: (state, action: PayloadAction<Job[]>) => {
      const known = new Set(state.jobs.map((job) => job.command_id));
      const resumed = action.payload.filter((job) => !known.has(job.command_id));
      state.jobs.unshift(...resumed.map((job): PendingJob => ({ ...job, state: 'waiting', problem: null })));
    },
    jobStateSet: (state, action: PayloadAction<{ command_id: string; state: JobState; problem: ApiProblem | null }>) => {
      const job = state.jobs.find((candidate) => candidate.command_id === action.payload.command_id);
      if (job) Object.assign(job, { state: action.payload.state, problem: action.payload.problem });
    },
    jobDone: (state, action: PayloadAction<{ command_id: string; order: Order }>) => {
      state.jobs = state.jobs.filter((job) => job.command_id !== action.payload.command_id);
      if (state.last?.command_id === action.payload.command_id) state.last.order = action.payload.order;
    },
    jobDropped: (state, action: PayloadAction<string>) => {
      state.jobs = state.jobs.filter((job) => job.command_id !== action.payload);
      if (state.last?.command_id === action.payload) state.last = null;
    },
    saleSeen: (state) => {
      state.last = null;
    },
  },
});

export const { jobQueued, jobsResumed, jobStateSet, jobDone, jobDropped, saleSeen } = outboxSlice.actions;
