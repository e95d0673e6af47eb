/**
 * Orders the box has not acknowledged yet, kept in IndexedDB before the first request goes out, so that a reload
 * or an empty battery loses none. Works over plain HTTP too.
 */

import type { Job } from './outbox-slice.ts';

const DATABASE = 'fastops-outbox';
const STORE = 'job';

let opening: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore(STORE, { keyPath: 'command_id' }));
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('the outbox did not open')));
  });
  return opening;
}

async function change(run: (store: IDBObjectStore) => void): Promise<void> {
  const database = await open();
  await new Promise<void>((resolve, reject) => {
    const transaction = database.transaction(STORE, 'readwrite', { durability: 'strict' });
    transaction.addEventListener('complete', () => resolve());
    transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('the outbox did not write')));
    run(transaction.objectStore(STORE));
  });
}

/** Resolves once the job is on disk. */
export function keepJob(job: Job): Promise<void> {
  return change((store) => store.put(job));
}

export function forgetJob(commandId: string): Promise<void> {
  return change((store) => store.delete(commandId));
}

/** Jobs of an earlier page load, oldest first. */
export async function keptJobs(): Promise<Job[]> {
  const database = await open();
  const jobs = await new Promise<Job[]>((resolve, reject) => {
    const request: IDBRequest<Job[]> = database.transaction(STORE).objectStore(STORE).getAll();
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('the outbox did not read')));
  });
  return jobs.toSorted((a, b) => a.created_at_ms - b.created_at_ms);
}
