/** All cards, oldest first, in columns that fill the screen; what does not fit is counted, never hidden silently. */

import type { Card, CardItem } from '@/shared/api/model.ts';
import { ChefHat } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState, type CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@fastops/ui/empty-state';
import { useMedia } from '@fastops/ui/use-media';
import { cardSizes, type Density } from './card-size.ts';
import { KitchenCard } from './kitchen-card.tsx';
import { GAP_PX, hiddenCards, planColumns, type CardPiece } from './plan-columns.ts';
import { canvasRuler } from './text-ruler.ts';

/** A column on a tablet, and on a screen wide enough to be read from across the kitchen. */
const COLUMN_PX = { tablet: 240, wall: 290 };
const WALL_FROM_PX = 1_200;
/** The line that counts what does not fit. */
const MORE_PX = 40;
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
  const inColumns = useMedia('(min-width: 700px)');
  const ordered = cards.toSorted((a, b) => a.sent_at_ms - b.sent_at_ms);
  const { outer, size } = useBoardSize();
  const { list, hidden } = useOverflow();
  useBumpKeys(ordered, onReady);
  const { pieces, density } = inColumns ? planned(ordered, size) : listed(ordered);
  const keys = new Map(ordered.slice(0, BUMP_KEYS).map((card, at) => [card.send_id, at + 1]));
  return (
    <div ref={outer} className="relative flex min-h-0 min-w-0 flex-1 flex-col">
      {ordered.length === 0 ? (
        <div className="absolute inset-0 grid place-items-center">
          <EmptyState icon={ChefHat} title={t('kitchen.empty')} hint={t('kitchen.emptyHint')} />
        </div>
      ) : null}
      <div ref={list} style={inColumns ? { columnCount: size.columns } : undefined} className="min-h-0 flex-1 gap-3 overflow-y-auto p-3 min-[700px]:overflow-hidden min-[700px]:[column-fill:auto]">
        {pieces.map((piece, at) => (
          <div key={`${piece.card.send_id}:${piece.first ? '' : piece.items[0]?.line_id}:${piece.first ? '' : piece.items[0]?.part}`} className="break-inside-avoid" style={placeOf(piece, pieces[at - 1])}>
            <KitchenCard piece={piece} density={density} bumpKey={inColumns ? (keys.get(piece.card.send_id) ?? null) : null} offsetMs={offsetMs} onStart={onStart} onReady={onReady} onItem={onItem} />
          </div>
        ))}
      </div>
      {hidden > 0 ? (
        <p role="status" style={{ height: MORE_PX }} className="shrink-0 truncate bg-warn-tint px-4 text-right text-lg leading-10 font-bold text-warn">
          {t('kitchen.more', { count: hidden })}
        </p>
      ) : null}
    </div>
  );
}

/** Below its neighbour, or at the top of the next column. */
function placeOf(piece: CardPiece, before: CardPiece | undefined): CSSProperties | undefined {
  if (!before) return undefined;
  return piece.column > before.column ? { breakBefore: 'column' } : { paddingTop: GAP_PX };
}

type BoardSize = { columns: number; columnPx: number; heightPx: number };

type Plan = { pieces: CardPiece[]; density: Density };

/** Roomy if everything fits, else dense; and if that hides some too, in the height that the line below leaves. */
function planned(cards: readonly Card[], { columns, columnPx, heightPx }: BoardSize): Plan {
  const plan = (density: Density, lessPx: number): Plan => ({
    pieces: planColumns(cards, { columns, heightPx: heightPx - lessPx }, cardSizes(columnPx, canvasRuler, density)),
    density,
  });
  const fitting = (['roomy', 'dense'] as const).map((density) => plan(density, 0)).find(({ pieces }) => hiddenCards(pieces, columns) === 0);
  return fitting ?? plan('dense', MORE_PX);
}

/** One below the other, on a screen that scrolls. */
function listed(cards: readonly Card[]): Plan {
  return { pieces: cards.map((card) => ({ card, items: card.items, first: true, last: true, column: 0 })), density: 'roomy' };
}

function sizeOf(box: HTMLElement): BoardSize {
  const wanted = box.clientWidth >= WALL_FROM_PX ? COLUMN_PX.wall : COLUMN_PX.tablet;
  const inside = box.clientWidth - GAP_PX;
  const columns = Math.max(1, Math.floor(inside / (wanted + GAP_PX)));
  return { columns, columnPx: inside / columns - GAP_PX, heightPx: box.clientHeight - 2 * GAP_PX };
}

/** The room for columns; a new value whenever it changes and once the typeface is there to be measured. */
function useBoardSize() {
  const outer = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<BoardSize>({ columns: 4, columnPx: COLUMN_PX.tablet, heightPx: 600 });
  useEffect(() => {
    const box = outer.current;
    if (!box) return undefined;
    const measure = () => setSize(sizeOf(box));
    const sizes = new ResizeObserver(measure);
    sizes.observe(box);
    void document.fonts.ready.then(measure);
    return () => sizes.disconnect();
  }, []);
  return { outer, size };
}

/** How many cards really lie right of the last visible column, whatever was planned. */
function useOverflow() {
  const list = useRef<HTMLDivElement>(null);
  const [hidden, setHidden] = useState(0);
  useEffect(() => {
    const box = list.current;
    if (!box) return undefined;
    const measure = () => {
      const edge = box.getBoundingClientRect().right;
      const outside = [...box.querySelectorAll<HTMLElement>('[data-send]')].filter((card) => card.getBoundingClientRect().right > edge + 1);
      setHidden(new Set(outside.map((card) => card.dataset['send'])).size);
    };
    const sizes = new ResizeObserver(measure);
    const cards = new MutationObserver(measure);
    sizes.observe(box);
    cards.observe(box, { childList: true, subtree: true, attributes: true, attributeFilter: ['style'] });
    return () => {
      sizes.disconnect();
      cards.disconnect();
    };
  }, []);
  return { list, hidden };
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
