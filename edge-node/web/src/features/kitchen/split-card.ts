/** Cuts a card that is taller than a column into pieces, so that nothing in a kitchen ever scrolls. */

import type { Card, CardItem } from '@/shared/api/model.ts';

export type CardPiece = { card: Card; items: CardItem[]; first: boolean; last: boolean };

/** A column as text fits into it: rows of one item name, and characters across. */
export type ColumnSize = { rows: number; chars: number };

/** Only the last piece carries the buttons; the others use their room for items. */
const BUTTON_ROWS = 2.4;
const PADDING_ROWS = 0.45;
const NOTE_PADDING_ROWS = 0.5;
const NAME_ROW = 1.08;
const SMALL_ROW = 0.85;

/** Lines a text takes when it wraps between words. */
export function wrappedLines(text: string, chars: number): number {
  let lines = 1;
  let used = 0;
  for (const word of text.split(' ')) {
    const needed = used === 0 ? word.length : used + 1 + word.length;
    if (used > 0 && needed > chars) {
      lines += 1;
      used = word.length;
    } else {
      used = needed;
    }
  }
  return lines;
}

/** Rows an item takes: its name wrapped, one row per modifier, its note and why it was voided. */
export function rowsOf(item: CardItem, chars: number): number {
  const lines = (text: string) => wrappedLines(text, chars);
  const name = lines([item.name, item.variant].filter(Boolean).join(' · '));
  const modifiers = item.modifiers.reduce((rows, modifier) => rows + lines(`+ ${modifier.name}`), 0);
  const small = modifiers + (item.note ? lines(item.note) : 0) + (item.stage === 'voided' ? lines(`ANULADO: ${item.void_reason ?? ''}`) : 0);
  return PADDING_ROWS + name * NAME_ROW + small * SMALL_ROW;
}

/** Pieces that each fit a column; a single item longer than that gets a piece of its own. */
export function splitCard(card: Card, { rows, chars }: ColumnSize): CardPiece[] {
  const note = card.note ? NOTE_PADDING_ROWS + wrappedLines(card.note, chars) * SMALL_ROW : 0;
  const height = (items: readonly CardItem[], piece: number) => items.reduce((used, item) => used + rowsOf(item, chars), piece === 0 ? note : 0);
  const pieces: CardItem[][] = [[]];
  for (const item of card.items) {
    const current = pieces.at(-1) ?? [];
    if (current.length > 0 && height([...current, item], pieces.length - 1) > rows + BUTTON_ROWS) pieces.push([item]);
    else current.push(item);
  }
  const tail = pieces.at(-1) ?? [];
  if (tail.length > 1 && height(tail, pieces.length - 1) > rows) pieces.push(tail.splice(-1));
  return pieces.map((items, at) => ({ card, items, first: at === 0, last: at === pieces.length - 1 }));
}
