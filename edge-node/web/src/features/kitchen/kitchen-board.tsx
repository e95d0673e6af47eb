/** All cards, oldest first, in columns that fill the screen; what does not fit is counted, never hidden silently. */

import type { Card, CardItem } from '@fastops/client/api';
import { ChefHat } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/shared/ui/empty-state.tsx';
import { useMedia } from '@/shared/use-media.ts';
import { KitchenCard } from './kitchen-card.tsx';
import { splitCard } from './split-card.ts';

const ROW_PX = 30;
const HEAD_AND_BUTTONS_PX = 190;
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
  const { ref, heightPx, hidden } = useOverflow();
  useBumpKeys(ordered, onReady);
  const rows = columns ? Math.max(4, (heightPx - HEAD_AND_BUTTONS_PX) / ROW_PX) : Number.POSITIVE_INFINITY;
  return (
    <div className="relative min-h-0 min-w-0 flex-1">
      {ordered.length === 0 ? (
        <div className="absolute inset-0 grid place-items-center">
          <EmptyState icon={ChefHat} title={t('kitchen.empty')} hint={t('kitchen.emptyHint')} />
        </div>
      ) : null}
      <div ref={ref} className="h-full gap-3 overflow-y-auto p-3 min-[700px]:columns-[17.5rem] min-[700px]:overflow-hidden min-[700px]:[column-fill:auto]">
        {ordered.map((card, at) =>
          splitCard(card, rows).map((piece, part) => (
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
        <p role="status" className="absolute right-3 bottom-3 rounded-full bg-invert px-5 py-2.5 text-xl font-bold text-on-invert shadow-lift">
          {t('kitchen.more', { count: hidden })}
        </p>
      ) : null}
    </div>
  );
}

/** How tall a column is, and how many cards lie right of the last visible one. */
function useOverflow() {
  const ref = useRef<HTMLDivElement>(null);
  const [heightPx, setHeightPx] = useState(700);
  const [hidden, setHidden] = useState(0);
  useEffect(() => {
    const box = ref.current;
    if (!box) return undefined;
    const measure = () => {
      const edge = box.getBoundingClientRect().right;
      setHeightPx(box.clientHeight);
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
  return { ref, heightPx, hidden };
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
