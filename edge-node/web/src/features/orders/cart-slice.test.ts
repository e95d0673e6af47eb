import type { NewLine } from '@/shared/api/model.ts';
import { describe, expect, it } from 'vitest';
import { cartCleared, cartRestored, cartSlice, emptyCart, lineAdded, lineChanged, lineRemoved, lineRestored, orderTypeSet, quantitySet, roundStarted, tableSet } from './cart-slice.ts';

const { reducer } = cartSlice;
const papas = (line_id: string, more: Partial<NewLine> = {}): NewLine => ({ line_id, product_id: 'prd_papas', quantity: 1, modifiers: [], components: [], variant_id: null, ...more });

function after(...actions: Parameters<typeof reducer>[1][]) {
  return actions.reduce(reducer, emptyCart);
}

describe('the cart', () => {
  it('counts up a line tapped again', () => {
    const cart = after(lineAdded(papas('lin_1')), lineAdded(papas('lin_2')));
    expect(cart.lines).toEqual([papas('lin_1', { quantity: 2 })]);
  });

  it('keeps lines apart that differ in a choice or a note', () => {
    const cart = after(lineAdded(papas('lin_1')), lineAdded(papas('lin_2', { note: 'sin sal' })), lineAdded(papas('lin_3', { variant_id: 'var_g' })));
    expect(cart.lines.map((line) => line.line_id)).toEqual(['lin_1', 'lin_2', 'lin_3']);
  });

  it('never leaves the range the box accepts', () => {
    const cart = after(lineAdded(papas('lin_1')), quantitySet({ line_id: 'lin_1', quantity: 5_000 }));
    expect(cart.lines[0]?.quantity).toBe(999);
    expect(reducer(cart, quantitySet({ line_id: 'lin_1', quantity: 0 })).lines[0]?.quantity).toBe(1);
  });

  it('puts a removed line back where it was', () => {
    const [first, second] = [papas('lin_1'), papas('lin_2', { note: 'x' })];
    const cart = after(lineAdded(first), lineAdded(second), lineRemoved('lin_1'), lineRestored({ line: first, at: 0 }));
    expect(cart.lines).toEqual([first, second]);
  });

  it('replaces an edited line', () => {
    const cart = after(lineAdded(papas('lin_1')), lineChanged(papas('lin_1', { quantity: 3, note: 'grande' })));
    expect(cart.lines).toEqual([papas('lin_1', { quantity: 3, note: 'grande' })]);
  });

  it('forgets the customer but not the kind of order after the tap', () => {
    const cart = after(orderTypeSet('dine_in'), tableSet('7'), lineAdded(papas('lin_1')), cartCleared());
    expect(cart).toEqual({ ...emptyCart, orderType: 'dine_in' });
  });

  it('comes back whole when the box refused it', () => {
    const full = after(orderTypeSet('delivery'), lineAdded(papas('lin_1')));
    expect(reducer(emptyCart, cartRestored(full))).toEqual(full);
  });

  it('adds a round to an order that exists', () => {
    const cart = after(roundStarted({ order_id: 'ord_1', number: 'M-047', order_type: 'dine_in' }));
    expect(cart).toMatchObject({ round: { order_id: 'ord_1', number: 'M-047' }, orderType: 'dine_in' });
  });
});
