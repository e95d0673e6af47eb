/**
 * Sends the outbox: strictly in order, one at a time, keeping what the box did not answer and setting aside what
 * it refused. The same command id goes out on every retry, so an order that did arrive is not made twice.
 */

import type { Order } from '@/shared/api/model.ts';
import { isApiProblem, type ApiProblem } from '@fastops/client/problem';
import type { AppStore } from '@/store.ts';
import { api } from '@/shared/api/box-api.ts';
import { jobDone, jobQueued, jobsResumed, jobStateSet, type Job, type PendingJob } from './outbox-slice.ts';
import { forgetJob, keepJob, keptJobs } from './outbox-store.ts';

const RETRY_MS = 3_000;

type Answer = { data: Order } | { error: unknown };

function request(store: AppStore, job: Job): Promise<Answer> {
  const key = { 'Idempotency-Key': job.command_id };
  const { work } = job;
  const { endpoints } = api;
  if (work.kind === 'create') return store.dispatch(endpoints.createOrder.initiate({ ...key, newOrder: work.body })) as Promise<Answer>;
  const orderId = work.order_id;
  if (work.kind === 'lines') return store.dispatch(endpoints.addLines.initiate({ ...key, orderId, addLines: work.body })) as Promise<Answer>;
  return store.dispatch(endpoints.payOrder.initiate({ ...key, orderId, payOrder: work.body })) as Promise<Answer>;
}

async function deliver(store: AppStore, job: PendingJob): Promise<'done' | 'refused' | 'waiting'> {
  const { command_id } = job;
  store.dispatch(jobStateSet({ command_id, state: 'sending', problem: job.problem }));
  const answer = await request(store, job);
  if ('data' in answer) {
    await forgetJob(command_id).catch(() => undefined);
    store.dispatch(jobDone({ command_id, order: answer.data }));
    return 'done';
  }
  const problem: ApiProblem | null = isApiProblem(answer.error) ? answer.error : null;
  const final = problem?.final ?? false;
  store.dispatch(jobStateSet({ command_id, state: final ? 'refused' : 'waiting', problem }));
  return final ? 'refused' : 'waiting';
}

let flushing = false;

/** Sends everything that waits; stops at the first job the box does not answer. */
export async function flush(store: AppStore): Promise<void> {
  if (flushing || store.getState().auth.phase !== 'ready') return;
  flushing = true;
  try {
    for (;;) {
      const next = store.getState().outbox.jobs.find((job) => job.state !== 'refused');
      // oxlint-disable-next-line no-await-in-loop -- the order of the outbox is its promise
      if (!next || (await deliver(store, next)) === 'waiting') return;
    }
  } finally {
    flushing = false;
  }
}

/** Takes a tap into the outbox. The order is on this tablet's disk before the first request leaves. */
export async function submit(store: AppStore, job: Job): Promise<void> {
  store.dispatch(jobQueued(job));
  // A tablet that cannot store (private mode, full disk) still sells while the box answers.
  await keepJob(job).catch(() => undefined);
  await flush(store);
}

/** Sends a refused job once more, unchanged. */
export async function retry(store: AppStore, commandId: string): Promise<void> {
  store.dispatch(jobStateSet({ command_id: commandId, state: 'waiting', problem: null }));
  await flush(store);
}

/** Starts the outbox of this page: what an earlier load left behind, then a steady retry. */
export function startOutbox(store: AppStore): void {
  void keptJobs()
    .then((jobs) => store.dispatch(jobsResumed(jobs)))
    .catch(() => undefined);
  const tick = () => {
    if (store.getState().outbox.jobs.some((job) => job.state === 'waiting')) void flush(store);
  };
  setInterval(tick, RETRY_MS);
  window.addEventListener('online', tick);
  document.addEventListener('visibilitychange', tick);
}
