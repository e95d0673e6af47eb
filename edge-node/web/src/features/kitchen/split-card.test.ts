import type { Card, CardItem } from '@/shared/api/model.ts';
import { describe, expect, it } from 'vitest';
import { rowsOf, splitCard, wrappedLines } from './split-card.ts';

const item = (part: number): CardItem => ({ line_id: `lin_${part}`, part, quantity: 1, name: `Plato ${part}`, modifiers: [], stage: 'pending' });
const card = (count: number): Card => ({
  order_id: 'ord_1', send_id: 'snd_1', number: 'M-001', round: 1, order_type: 'dine_in', sent_at_ms: 0, created_by_name: 'Ana', stage: 'pending',
  items: Array.from({ length: count }, (_, at) => item(at)),
});

describe('splitCard', () => {
  it('leaves a short card whole', () => {
    expect(splitCard(card(3), { rows: 10, chars: 20 })).toEqual([{ card: card(3), items: card(3).items, first: true, last: true }]);
  });

  it('breaks a long card and loses no item', () => {
    const pieces = splitCard(card(20), { rows: 10, chars: 20 });
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces.flatMap((piece) => piece.items)).toEqual(card(20).items);
    expect(pieces.map((piece) => piece.first)).toEqual([true, ...pieces.slice(1).map(() => false)]);
    expect(pieces.at(-1)?.last).toBe(true);
  });

  it('counts the rows that long names, modifiers and notes wrap into', () => {
    const plain = rowsOf(item(1), 20);
    expect(rowsOf({ ...item(1), name: 'Hamburguesa doble carne con queso' }, 20)).toBeGreaterThan(plain);
    expect(rowsOf({ ...item(1), modifiers: [{ name: 'Rosada', quantity: 1 }], note: 'sin cebolla' }, 20)).toBeGreaterThan(plain + 1);
  });

  it('wraps between words', () => {
    expect(wrappedLines('Salchipapa mexicana · Personal', 16)).toBe(3);
    expect(wrappedLines('Perro criollo', 16)).toBe(1);
    expect(wrappedLines('Supercalifragilístico', 5)).toBe(1);
  });

  it('gives an item longer than a column a piece of its own', () => {
    expect(splitCard(card(2), { rows: 1, chars: 20 })).toHaveLength(2);
  });
});
