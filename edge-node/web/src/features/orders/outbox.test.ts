import { newId } from '@fastops/format/ids';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { signedIn } from '@/features/auth/auth-slice.ts';
import { createStore, type AppStore } from '@/store.ts';
import { createJob } from './cart-jobs.ts';
import { emptyCart } from './cart-slice.ts';
import { flush, retry, submit } from './outbox.ts';

type Sent = { key: string | null; body: string };

const cart = { ...emptyCart, lines: [{ line_id: newId('lin'), product_id: newId('prd'), quantity: 1 }] };
const accepted = () => Response.json({ order_id: 'ord_1', number: 'L-001', totals: { change: 0 } }, { status: 201 });
const refused = () => Response.json({ code: 'line-not-sellable', status: 422 }, { status: 422 });

let answers: (() => Response)[] = [];
let sent: Sent[] = [];
let store: AppStore;

/** A box that gives the prepared answers in order, and does not answer at all once they are used up. */
const box: typeof fetch = async (input, init) => {
  const request = new Request(input, init);
  sent.push({ key: request.headers.get('idempotency-key'), body: await request.text() });
  const answer = answers.shift();
  if (!answer) throw new TypeError('Failed to fetch');
  return answer();
};

const states = () => store.getState().outbox.jobs.map((job) => job.state);

beforeEach(() => {
  answers = [];
  sent = [];
  vi.stubGlobal('fetch', box);
  vi.stubGlobal('Request', class extends Request {
    constructor(input: RequestInfo | URL, init?: RequestInit) {
      super(typeof input === 'string' ? new URL(input, 'http://box') : input, { ...init, signal: null });
    }
  });
  store = createStore();
  store.dispatch(
    signedIn({
      staff: { staff_id: 'stf_1', name: 'Ana', username: 'ana', roles: ['cashier'] },
      branch: { branch_id: 'b', company_id: 'c', company_slug: 'c', cash_rounding: 5_000, name: 'Centro', business_name: 'X', nit: '1', address: '', zone: 'America/Bogota', closes_at_min: 0 },
    }),
  );
});

describe('the outbox', () => {
  it('keeps what the box did not answer and sends the very same command again', async () => {
    await submit(store, createJob(cart, []));
    expect(states()).toEqual(['waiting']);
    answers = [accepted];
    await flush(store);
    expect(states()).toEqual([]);
    expect(sent).toHaveLength(2);
    expect(sent[0]).toEqual(sent[1]);
    expect(sent[0]?.key).toMatch(/^cmd_[0-9a-f]{32}$/);
    expect(store.getState().outbox.last?.order?.number).toBe('L-001');
  });

  it('sets a refused order aside and goes on with the next', async () => {
    answers = [refused, accepted];
    await submit(store, createJob(cart, []));
    await submit(store, createJob(cart, []));
    expect(states()).toEqual(['refused']);
    expect(store.getState().outbox.jobs[0]?.problem?.code).toBe('line-not-sellable');
  });

  it('does not overtake: while the first waits, the second is not sent', async () => {
    await submit(store, createJob(cart, []));
    await submit(store, createJob(cart, []));
    expect(new Set(sent.map((request) => request.key)).size).toBe(1);
  });

  it('retries a refused order with its own key', async () => {
    answers = [refused, accepted];
    const job = createJob(cart, []);
    await submit(store, job);
    await retry(store, job.command_id);
    expect(sent.map((request) => request.key)).toEqual([job.command_id, job.command_id]);
    expect(states()).toEqual([]);
  });
});
