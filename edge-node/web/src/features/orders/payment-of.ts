/** What a tap on the charge sheet asks the box to record. Compares and passes on amounts; computes none. */

import type { NewPayment, PaymentMethod, Totals } from '@/shared/api/model.ts';
import { newId } from '@fastops/format/ids';

export const METHODS: readonly PaymentMethod[] = ['cash', 'nequi', 'card', 'daviplata', 'bre_b', 'transfer', 'platform', 'credit'];

/** Methods that leave a number to find the money by. */
export function needsReference(method: PaymentMethod): boolean {
  return method !== 'cash' && method !== 'credit';
}

/** Notes handed over: they settle the cash due when they cover it, and are a part payment otherwise. */
export function cashPayment(totals: Totals, tendered: number): NewPayment {
  const amount = tendered >= totals.due_in_cash ? totals.due_in_cash : tendered;
  return { payment_id: newId('pay'), method: 'cash', amount, tendered };
}

/** `part` in centavos, or everything that is due. */
export function otherPayment(totals: Totals, method: PaymentMethod, part: number | null, reference: string): NewPayment {
  const amount = part === null || part >= totals.due ? totals.due : part;
  const named = needsReference(method) ? { reference: reference.trim() } : {};
  return { payment_id: newId('pay'), method, amount, ...named };
}

export function settles(totals: Totals, payment: NewPayment): boolean {
  return payment.method === 'cash' ? payment.amount >= totals.due_in_cash : payment.amount >= totals.due;
}
