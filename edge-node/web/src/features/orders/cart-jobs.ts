/** Turns the cart into what the box is asked to do. */

import type { Customer, NewLine, NewOrder, NewPayment } from '@/shared/api/model.ts';
import { newId } from '@fastops/format/ids';
import type { CartState } from './cart-slice.ts';
import type { Job } from './outbox-slice.ts';

function tidyLine(line: NewLine): NewLine {
  const note = line.note?.trim();
  return { ...line, ...(note ? { note } : { note: null }) };
}

function tidyCustomer(customer: Customer): Customer | null {
  const filled = Object.entries(customer).filter(([, value]) => value?.trim());
  return filled.length > 0 ? Object.fromEntries(filled) : null;
}

/** A new order that goes to the kitchen at once, with the payments already received. */
export function createJob(cart: CartState, payments: NewPayment[]): Job {
  const body: NewOrder = {
    order_id: newId('ord'),
    order_type: cart.orderType,
    table: cart.orderType === 'dine_in' && cart.table ? cart.table : null,
    customer: tidyCustomer(cart.customer),
    note: cart.note.trim() || null,
    lines: cart.lines.map(tidyLine),
    send_id: newId('snd'),
    payments,
  };
  return { command_id: newId('cmd'), created_at_ms: Date.now(), work: { kind: 'create', body }, cart };
}

/** The cart as a new round of an order that exists. */
export function roundJob(cart: CartState, round: { order_id: string; number: string }): Job {
  const body = { lines: cart.lines.map(tidyLine), send_id: newId('snd') };
  return { command_id: newId('cmd'), created_at_ms: Date.now(), work: { kind: 'lines', order_id: round.order_id, number: round.number, body }, cart };
}

export function payJob(order: { order_id: string; number: string }, payments: NewPayment[]): Job {
  const work = { kind: 'pay', order_id: order.order_id, number: order.number, body: { payments } } as const;
  return { command_id: newId('cmd'), created_at_ms: Date.now(), work, cart: null };
}
