/**
 * Deals cards into the columns of the screen: top to bottom, oldest first, and on to the next column when one is full.
 * A card taller than a column is cut, and shorter ones only when that shows more cards; no item is ever lost or moved.
 */

import type { Card, CardItem } from '@/shared/api/model.ts';
import type { CardSizes } from './card-size.ts';

export type CardPiece = { card: Card; items: CardItem[]; first: boolean; last: boolean; column: number };

export type Board = { columns: number; heightPx: number };

export const GAP_PX = 12;

type Cuts = 'tall' | 'any';

/** Cards of which some part lies right of the last column. */
export function hiddenCards(pieces: readonly CardPiece[], columns: number): number {
  return new Set(pieces.filter((piece) => piece.column >= columns).map((piece) => piece.card.send_id)).size;
}

export function planColumns(cards: readonly Card[], board: Board, sizes: CardSizes): CardPiece[] {
  const whole = deal(cards, board.heightPx, sizes, 'tall');
  const hidden = hiddenCards(whole, board.columns);
  if (hidden === 0) return whole;
  const cut = deal(cards, board.heightPx, sizes, 'any');
  return hiddenCards(cut, board.columns) < hidden ? cut : whole;
}

function deal(cards: readonly Card[], heightPx: number, sizes: CardSizes, cuts: Cuts): CardPiece[] {
  const pieces: CardPiece[] = [];
  let column = 0;
  let used = 0;
  const nextColumn = () => {
    column += 1;
    used = 0;
  };
  const room = () => heightPx - used - (used > 0 ? GAP_PX : 0);
  for (const card of cards) {
    let rest = card.items;
    let first = true;
    const heights = new Map(card.items.map((item) => [item, sizes.item(item)]));
    const tallness = (items: readonly CardItem[], last: boolean) => items.reduce((sum, item) => sum + (heights.get(item) ?? 0), sizes.frame(card, { first, last }));
    const isTall = tallness(rest, true) > heightPx;
    for (;;) {
      const fits = tallness(rest, true) <= room();
      let taken = fits ? rest.length : 0;
      if (!fits && (isTall || cuts === 'any')) while (taken < rest.length - 1 && tallness(rest.slice(0, taken + 1), false) <= room()) taken += 1;
      if (taken === 0 && used > 0) {
        nextColumn();
        continue;
      }
      // An item taller than a column still gets one.
      const items = rest.slice(0, Math.max(taken, 1));
      const last = items.length === rest.length;
      pieces.push({ card, items, first, last, column });
      used += (used > 0 ? GAP_PX : 0) + tallness(items, last);
      if (last) break;
      rest = rest.slice(items.length);
      first = false;
      nextColumn();
    }
  }
  return pieces;
}
