import type { OrderSummary } from '@/shared/api/model.ts';
import { describe, expect, it } from 'vitest';
import { needsSomebody } from './use-open-orders.ts';

const order = (status: OrderSummary['status'], payment_state: OrderSummary['payment_state']): OrderSummary => ({
  order_id: 'ord_1', number: 'M-001', order_type: 'dine_in', status, payment_state, total: 1_000, due: 0, line_count: 1, created_at_ms: 0, created_by_name: 'Ana',
});

describe('needsSomebody', () => {
  it.each([
    ['sent', 'unpaid', true],
    ['ready', 'paid', true],
    ['delivered', 'unpaid', true],
    ['delivered', 'partial', true],
    ['delivered', 'paid', false],
    ['cancelled', 'unpaid', false],
  ] as const)('a %s order that is %s: %s', (status, payment, expected) => {
    expect(needsSomebody(order(status, payment))).toBe(expected);
  });
});
