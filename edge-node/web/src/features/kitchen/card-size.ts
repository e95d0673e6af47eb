/** How tall a kitchen card is, part by part, in pixels. The numbers are those of `kitchen-card.tsx`: change both together. */

import type { Card, CardItem } from '@/shared/api/model.ts';
import { wrappedLines, type Ruler } from './text-ruler.ts';

/** Roomy is read from across the kitchen; dense shows more cards when roomy ones do not all fit. */
export type Density = 'roomy' | 'dense';

const BORDERS = 4;
const HEAD = 82;
const CONTINUED_HEAD = 40;
const LIST_PADDING = 12;
const BUTTONS = { roomy: 64, dense: 56 };
const ITEM_PADDING = { roomy: 12, dense: 8 };
const ITEM_LEAST = { roomy: 48, dense: 44 };
const NAMES = { roomy: { weight: 700, sizePx: 22.4, line: 32 }, dense: { weight: 700, sizePx: 19.2, line: 26 } };
const MODIFIERS = { roomy: { weight: 500, sizePx: 18, line: 24 }, dense: { weight: 500, sizePx: 16, line: 22 } };
const MODIFIER_GAP = 12;
const NOTE = { weight: 700, sizePx: 18, line: 28, margin: 2, inset: 16 };
const CARD_NOTE = { weight: 600, sizePx: 18, line: 28, padding: 12, inset: 28 };
/** Borders, paddings, the quantity and its gap. */
const ITEM_INSET = 78;

/** How a modifier reads on the card. */
export function modifierText(modifier: CardItem['modifiers'][number]): string {
  return `${modifier.quantity > 1 ? `${modifier.quantity}×` : '+'} ${modifier.name}`;
}

export type CardSizes = {
  item: (item: CardItem) => number;
  /** All of a piece but its items. */
  frame: (card: Card, piece: { first: boolean; last: boolean }) => number;
};

/** Sizes in columns of this width. */
export function cardSizes(columnPx: number, ruler: Ruler, density: Density): CardSizes {
  const [nameFont, modifierFont] = [NAMES[density], MODIFIERS[density]];
  const width = columnPx - ITEM_INSET;
  const lines = (text: string, font: { weight: number; sizePx: number }, room: number) => wrappedLines(text, room, (part) => ruler(part, font.weight, font.sizePx));
  const modifierRows = (item: CardItem) => {
    let rows = 0;
    let used = Number.POSITIVE_INFINITY;
    for (const text of item.modifiers.map(modifierText)) {
      const own = Math.min(width, ruler(text, modifierFont.weight, modifierFont.sizePx));
      if (used + MODIFIER_GAP + own > width) {
        rows += lines(text, modifierFont, width);
        used = own;
      } else {
        used += MODIFIER_GAP + own;
      }
    }
    return rows;
  };
  const item = (shown: CardItem) => {
    const name = lines([shown.name, shown.variant].filter(Boolean).join(' · '), nameFont, width) * nameFont.line;
    const note = shown.note ? NOTE.margin + lines(shown.note, NOTE, width - NOTE.inset) * NOTE.line : 0;
    const voided = shown.stage === 'voided' ? lines(`ANULADO: ${shown.void_reason ?? ''}`, NOTE, width) * NOTE.line : 0;
    return Math.max(ITEM_LEAST[density], ITEM_PADDING[density] + name + modifierRows(shown) * modifierFont.line + note + voided);
  };
  const frame = (card: Card, { first, last }: { first: boolean; last: boolean }) => {
    const note = first && card.note ? CARD_NOTE.padding + lines(`“${card.note}”`, CARD_NOTE, columnPx - CARD_NOTE.inset) * CARD_NOTE.line : 0;
    return BORDERS + (first ? HEAD : CONTINUED_HEAD) + note + LIST_PADDING + (last ? BUTTONS[density] : 0);
  };
  return { item, frame };
}
