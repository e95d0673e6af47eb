import type { Card, CardItem } from '@/shared/api/model.ts';
import { describe, expect, it } from 'vitest';
import { cardSizes } from './card-size.ts';
import { hiddenCards, planColumns } from './plan-columns.ts';
import { wrappedLines } from './text-ruler.ts';

const item = (part: number): CardItem => ({ line_id: `lin_${part}`, part, quantity: 1, name: `Plato ${part}`, modifiers: [], stage: 'pending' });
const card = (count: number, name = 'a'): Card => ({
  order_id: `ord_${name}`, send_id: `snd_${name}`, number: 'M-001', round: 1, order_type: 'dine_in', sent_at_ms: 0, created_by_name: 'Ana', stage: 'pending',
  items: Array.from({ length: count }, (_, at) => item(at)),
});
const sizes = cardSizes(250, (text, _weight, sizePx) => text.length * sizePx * 0.5, 'roomy');
const tallness = (count: number) => sizes.frame(card(count), { first: true, last: true }) + count * 48;

describe('planColumns', () => {
  it('stacks short cards in one column, then goes on to the next', () => {
    const cards = ['a', 'b', 'c'].map((name) => card(2, name));
    const plan = planColumns(cards, { columns: 2, heightPx: 2 * tallness(2) + 12 }, sizes);
    expect(plan.map((piece) => [piece.card.send_id, piece.column])).toEqual([['snd_a', 0], ['snd_b', 0], ['snd_c', 1]]);
    expect(plan.every((piece) => piece.first && piece.last)).toBe(true);
  });

  it('cuts a card taller than a column and loses no item', () => {
    const plan = planColumns([card(20)], { columns: 4, heightPx: 500 }, sizes);
    expect(plan.length).toBeGreaterThan(2);
    expect(plan.flatMap((piece) => piece.items)).toEqual(card(20).items);
    expect(plan.map((piece) => piece.first)).toEqual(plan.map((_, at) => at === 0));
    expect(plan.map((piece) => piece.last)).toEqual(plan.map((_, at) => at === plan.length - 1));
    for (const piece of plan) expect(sizes.frame(piece.card, piece) + piece.items.length * 48).toBeLessThanOrEqual(500);
  });

  it('cuts a shorter card only where that shows one more', () => {
    const cards = [card(3, 'a'), card(4, 'b'), card(3, 'c')];
    const heightPx = tallness(3) + 12 + tallness(4) - 40;
    const plan = planColumns(cards, { columns: 2, heightPx }, sizes);
    expect(hiddenCards(plan, 2)).toBe(0);
    expect(plan.filter((piece) => piece.card.send_id === 'snd_b')).toHaveLength(2);
    expect(planColumns(cards, { columns: 3, heightPx }, sizes)).toHaveLength(3);
  });

  it('counts what lies right of the last column', () => {
    const plan = planColumns(['a', 'b', 'c'].map((name) => card(2, name)), { columns: 2, heightPx: tallness(2) }, sizes);
    expect(hiddenCards(plan, 2)).toBe(1);
  });

  it('gives an item taller than a column a piece of its own', () => {
    expect(planColumns([card(2)], { columns: 2, heightPx: 60 }, sizes).map((piece) => piece.items.length)).toEqual([1, 1]);
  });
});

describe('cardSizes', () => {
  it('counts the rows that long names, modifiers and notes wrap into', () => {
    const plain = sizes.item(item(1));
    expect(plain).toBe(48);
    expect(sizes.item({ ...item(1), name: 'Hamburguesa doble carne con queso' })).toBeGreaterThan(plain);
    expect(sizes.item({ ...item(1), modifiers: [{ name: 'Rosada', quantity: 1 }] })).toBe(12 + 32 + 24);
    expect(sizes.item({ ...item(1), modifiers: [{ name: 'Ajo', quantity: 1 }, { name: 'Piña', quantity: 1 }] })).toBe(12 + 32 + 24);
    expect(sizes.item({ ...item(1), note: 'sin cebolla' })).toBe(12 + 32 + 30);
  });

  it('are smaller when dense', () => {
    const dense = cardSizes(250, (text, _weight, sizePx) => text.length * sizePx * 0.5, 'dense');
    expect(dense.item(item(1))).toBe(44);
    expect(dense.frame(card(1), { first: true, last: true })).toBeLessThan(sizes.frame(card(1), { first: true, last: true }));
  });

  it('wraps between words', () => {
    const widthOf = (text: string) => text.length;
    expect(wrappedLines('Salchipapa mexicana · Personal', 16, widthOf)).toBe(3);
    expect(wrappedLines('Perro criollo', 16, widthOf)).toBe(1);
    expect(wrappedLines('Supercalifragilístico', 5, widthOf)).toBe(1);
  });
});
