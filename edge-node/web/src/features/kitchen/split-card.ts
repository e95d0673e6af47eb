/** Cuts a card that is taller than a column into pieces, so that nothing in a kitchen ever scrolls. */

import type { Card, CardItem } from '@fastops/client/api';

export type CardPiece = { card: Card; items: CardItem[]; first: boolean; last: boolean };

/** Text rows an item takes: its name, then one per modifier and one for the note. */
export function rowsOf(item: CardItem): number {
  return 1.4 + item.modifiers.length * 0.8 + (item.note ? 0.9 : 0) + (item.void_reason ? 0.8 : 0);
}

/** Pieces of at most `rows` text rows each; a single item longer than that gets a piece of its own. */
export function splitCard(card: Card, rows: number): CardPiece[] {
  const pieces: CardItem[][] = [[]];
  let used = 0;
  for (const item of card.items) {
    const current = pieces.at(-1) ?? [];
    if (current.length > 0 && used + rowsOf(item) > rows) {
      pieces.push([item]);
      used = rowsOf(item);
    } else {
      current.push(item);
      used += rowsOf(item);
    }
  }
  return pieces.map((items, at) => ({ card, items, first: at === 0, last: at === pieces.length - 1 }));
}
