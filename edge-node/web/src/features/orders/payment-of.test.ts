import type { Totals } from '@/shared/api/model.ts';
import { describe, expect, it } from 'vitest';
import { cashPayment, needsReference, otherPayment, settles } from './payment-of.ts';

const totals: Totals = { subtotal: 3_342_000, discount: 0, total: 3_342_000, taxes: [], paid: 0, rounding: 0, due: 3_342_000, due_in_cash: 3_340_000, change: 0, overpaid: 0 };

describe('cashPayment', () => {
  it('settles the rounded due and leaves the change to the box', () => {
    const payment = cashPayment(totals, 5_000_000);
    expect(payment).toMatchObject({ method: 'cash', amount: 3_340_000, tendered: 5_000_000 });
    expect(settles(totals, payment)).toBe(true);
  });

  it('is a part payment when the notes do not cover it', () => {
    const payment = cashPayment(totals, 2_000_000);
    expect(payment).toMatchObject({ amount: 2_000_000, tendered: 2_000_000 });
    expect(settles(totals, payment)).toBe(false);
  });
});

describe('otherPayment', () => {
  it('pays everything to the peso, with its reference', () => {
    expect(otherPayment(totals, 'nequi', null, ' 8841 ')).toMatchObject({ method: 'nequi', amount: 3_342_000, reference: '8841' });
  });

  it('pays a part, never more than is due', () => {
    expect(otherPayment(totals, 'card', 1_000_000, '1').amount).toBe(1_000_000);
    expect(otherPayment(totals, 'card', 9_000_000, '1').amount).toBe(3_342_000);
  });

  it('sends no reference where none exists', () => {
    expect(otherPayment(totals, 'credit', null, 'x')).not.toHaveProperty('reference');
    expect(needsReference('cash')).toBe(false);
  });
});
