/** All cards, oldest first, in columns that fill the screen; what does not fit is counted, never hidden silently. */

import type { Card, CardItem } from '@/shared/api/model.ts';
import { ChefHat } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/shared/ui/empty-state.tsx';
import { useMedia } from '@/shared/use-media.ts';
import { KitchenCard } from './kitchen-card.tsx';
import { splitCard, type ColumnSize } from './split-card.ts';

const ROW_PX = 30;
const HEAD_AND_BUTTONS_PX = 205;
/** A column on a tablet, and on a screen wide enough to be read from across the kitchen. */
const COLUMN_PX = { tablet: 240, wall: 290 };
const WALL_FROM_PX = 1_200;
const GAP_PX = 12;
/** What a column's text cannot use: paddings and the quantity. */
const TEXT_INSET_PX = 84;
const CHAR_PX = 10.4;
const BUMP_KEYS = 9;

type KitchenBoardProps = {
  cards: readonly Card[];
  offsetMs: number;
  onStart: (card: Card) => void;
  onReady: (card: Card) => void;
  onItem: (card: Card, item: CardItem) => void;
};

export function KitchenBoard({ cards, offsetMs, onStart, onReady, onItem }: KitchenBoardProps) {
  const { t } = useTranslation();
  const columns = useMedia('(min-width: 700px)');
  const ordered = cards.toSorted((a, b) => a.sent_at_ms - b.sent_at_ms);
  const { ref, size, hidden } = useOverflow();
  useBumpKeys(ordered, onReady);
  const room = columns ? size : { rows: Number.POSITIVE_INFINITY, chars: 20 };
  return (
    <div className="relative flex min-h-0 min-w-0 flex-1 flex-col">
      {ordered.length === 0 ? (
        <div className="absolute inset-0 grid place-items-center">
          <EmptyState icon={ChefHat} title={t('kitchen.empty')} hint={t('kitchen.emptyHint')} />
        </div>
      ) : null}
      <div ref={ref} style={columns ? { columnWidth: columnWidth(size.widthPx) } : undefined} className="min-h-0 flex-1 gap-3 overflow-y-auto p-3 min-[700px]:overflow-hidden min-[700px]:[column-fill:auto]">
        {ordered.map((card, at) =>
          splitCard(card, room).map((piece, part) => (
            <KitchenCard
              key={`${card.send_id}:${part}`}
              piece={piece}
              bumpKey={at < BUMP_KEYS && columns ? at + 1 : null}
              offsetMs={offsetMs}
              onStart={onStart}
              onReady={onReady}
              onItem={onItem}
            />
          )),
        )}
      </div>
      {hidden > 0 ? (
        <p role="status" className="bg-warn-tint px-4 py-1.5 text-right text-lg font-bold text-warn">
          {t('kitchen.more', { count: hidden })}
        </p>
      ) : null}
    </div>
  );
}

function columnWidth(boardPx: number): number {
  return boardPx >= WALL_FROM_PX ? COLUMN_PX.wall : COLUMN_PX.tablet;
}

type BoardSize = ColumnSize & { widthPx: number };

function sizeOf(box: HTMLElement): BoardSize {
  const inside = box.clientWidth - 2 * GAP_PX;
  const columns = Math.max(1, Math.floor((inside + GAP_PX) / (columnWidth(box.clientWidth) + GAP_PX)));
  const column = (inside + GAP_PX) / columns - GAP_PX;
  return {
    widthPx: box.clientWidth,
    rows: Math.max(4, Math.floor((box.clientHeight - HEAD_AND_BUTTONS_PX) / ROW_PX)),
    chars: Math.max(8, Math.floor((column - TEXT_INSET_PX) / CHAR_PX)),
  };
}

function sameSize(a: BoardSize, b: BoardSize): boolean {
  return a.widthPx === b.widthPx && a.rows === b.rows && a.chars === b.chars;
}

/** How much text a column takes, and how many cards lie right of the last visible one. */
function useOverflow() {
  const ref = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<BoardSize>({ widthPx: WALL_FROM_PX, rows: 16, chars: 18 });
  const [hidden, setHidden] = useState(0);
  useEffect(() => {
    const box = ref.current;
    if (!box) return undefined;
    const measure = () => {
      const edge = box.getBoundingClientRect().right;
      setSize((before) => (sameSize(before, sizeOf(box)) ? before : sizeOf(box)));
      const outside = [...box.querySelectorAll<HTMLElement>('[data-send]')].filter((card) => card.getBoundingClientRect().right > edge + 1);
      setHidden(new Set(outside.map((card) => card.dataset['send'])).size);
    };
    const sizes = new ResizeObserver(measure);
    const cards = new MutationObserver(measure);
    sizes.observe(box);
    cards.observe(box, { childList: true, subtree: true });
    return () => {
      sizes.disconnect();
      cards.disconnect();
    };
  }, []);
  return { ref, size, hidden };
}

/** A bump bar or keyboard: the digit on the card makes it ready. */
function useBumpKeys(cards: readonly Card[], onReady: (card: Card) => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || document.querySelector('[role="dialog"]')) return;
    const card = /^[1-9]$/.test(event.key) ? cards[Number(event.key) - 1] : undefined;
    if (card) onReady(card);
  });
  useEffect(() => {
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
