import type { Card, CardItem } from '@/shared/api/model.ts';
import { formatElapsed } from '@fastops/format/time';
import { AlarmClock, Check, Clock, CornerDownRight, Flame } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { TYPE_ICONS } from '@/shared/type-icons.ts';
import { Button } from '@fastops/ui/button';
import { cn } from '@fastops/ui/cn';
import { useNow } from '@fastops/ui/use-now';
import { modifierText, type Density } from './card-size.ts';
import type { CardPiece } from './plan-columns.ts';
import { cardAge, urgencyOf, type Urgency } from './timer.ts';

type KitchenCardProps = {
  piece: CardPiece;
  density: Density;
  /** The key that bumps this card, 1 to 9. */
  bumpKey: number | null;
  offsetMs: number;
  onStart: (card: Card) => void;
  onReady: (card: Card) => void;
  onItem: (card: Card, item: CardItem) => void;
};

const HEADS: Record<Urgency, string> = {
  onTime: 'bg-sunken text-ink',
  slow: 'bg-[#ffc24b] text-[#241a00]',
  late: 'bg-[#d62828] text-white',
};
const ICONS = { onTime: Clock, slow: AlarmClock, late: Flame };

export function KitchenCard({ piece, density, bumpKey, offsetMs, onStart, onReady, onItem }: KitchenCardProps) {
  const { t } = useTranslation();
  const { card, items, first, last } = piece;
  const age = cardAge(card.sent_at_ms, useNow(1_000), offsetMs);
  const urgency = urgencyOf(age);
  return (
    <article
      aria-label={card.number}
      data-slot="kitchen-card"
      data-send={card.send_id}
      className={cn(
        'overflow-hidden border-2 bg-surface',
        urgency === 'late' ? 'border-[#d62828]' : urgency === 'slow' ? 'border-[#ffc24b]' : 'border-line',
        first ? 'animate-arrive rounded-t-2xl' : 'border-t-dashed',
        last ? 'rounded-b-2xl' : 'border-b-dashed',
      )}
    >
      {first ? <CardHead card={card} age={age} urgency={urgency} bumpKey={bumpKey} /> : <p className={cn('flex items-center gap-2 px-3 py-1.5 text-lg font-bold', HEADS[urgency])}><CornerDownRight size={20} aria-hidden />{card.number} · {t('kitchen.continued')}</p>}
      {first && card.note ? <p className="bg-warn-tint px-3 py-1.5 text-lg font-semibold text-warn">“{card.note}”</p> : null}
      <ul className="p-1.5">
        {items.map((item) => (
          <ItemRow key={`${item.line_id}:${item.part}`} item={item} dense={density === 'dense'} onTap={() => onItem(card, item)} />
        ))}
      </ul>
      {last ? (
        <div className="flex gap-2 p-2 pt-0">
          {card.stage === 'pending' ? (
            <Button variant="soft" size={density === 'dense' ? 'md' : 'lg'} className="flex-1" onClick={() => onStart(card)}>
              {t('kitchen.start')}
            </Button>
          ) : null}
          <Button variant="good" size={density === 'dense' ? 'md' : 'lg'} className="flex-1" onClick={() => onReady(card)}>
            <Check size={22} strokeWidth={3} aria-hidden />
            {t('kitchen.ready')}
          </Button>
        </div>
      ) : null}
    </article>
  );
}

type CardHeadProps = { card: Card; age: number; urgency: Urgency; bumpKey: number | null };

function CardHead({ card, age, urgency, bumpKey }: CardHeadProps) {
  const { t } = useTranslation();
  const TypeIcon = TYPE_ICONS[card.order_type];
  const UrgencyIcon = ICONS[urgency];
  const place = card.table ? t('cart.tableNumber', { table: card.table }) : card.customer_name;
  return (
    <header className={cn('px-3 pt-2 pb-2', HEADS[urgency])}>
      <div className="flex items-center justify-between gap-2">
        <h2 className="flex items-center gap-2 text-[1.75rem] leading-10 font-extrabold whitespace-nowrap min-[1500px]:text-[2.2rem] tracking-tight">
          {bumpKey === null ? null : (
            <kbd aria-label={t('kitchen.bumpKey', { key: bumpKey })} className="grid size-6 place-items-center rounded-md border-2 border-current text-sm font-bold min-[1500px]:size-7">
              {bumpKey}
            </kbd>
          )}
          {card.number}
        </h2>
        <span className="flex items-center gap-1 text-[1.4rem] leading-10 font-bold min-[1500px]:text-[1.75rem]">
          <UrgencyIcon size={21} aria-hidden />
          <span className="sr-only">{t(`kitchen.${urgency}`)}</span>
          {formatElapsed(age)}
        </span>
      </div>
      <p className="mt-0.5 flex items-center gap-2 text-lg leading-6 font-semibold">
        <TypeIcon size={20} aria-hidden />
        <span className="truncate">{[t(`type.${card.order_type}`), place].filter((text, at) => text && !(at === 0 && card.table)).join(' · ')}</span>
        {card.round > 1 ? <span className="shrink-0 rounded-md bg-black/25 px-1.5 text-base">{t('kitchen.round', { round: card.round })}</span> : null}
        {card.stage === 'preparing' ? <span className="ml-auto shrink-0 rounded-md bg-black/25 px-1.5 text-base">{t('stage.preparing')}</span> : null}
      </p>
    </header>
  );
}

function ItemRow({ item, dense, onTap }: { item: CardItem; dense: boolean; onTap: () => void }) {
  const { t } = useTranslation();
  const voided = item.stage === 'voided';
  const ready = item.stage === 'ready' || item.stage === 'delivered';
  return (
    <li>
      <button
        type="button"
        disabled={voided}
        aria-pressed={ready}
        aria-label={voided ? `${t('kitchen.voided')}: ${item.name}` : t('kitchen.markReady', { name: `${item.quantity} ${item.name}` })}
        onClick={onTap}
        className={cn('flex w-full items-start gap-2.5 rounded-xl px-2 text-left active:bg-sunken', dense ? 'min-h-11 py-1' : 'min-h-12 py-1.5', ready && 'text-soft')}
      >
        <span className={cn('grid min-w-9 shrink-0 place-items-center rounded-lg px-1 text-xl font-extrabold', dense ? 'h-7' : 'h-8', ready ? 'bg-good-tint text-good' : voided ? 'bg-bad-tint text-bad' : 'bg-invert text-on-invert')}>
          {ready ? <Check size={22} strokeWidth={3} aria-hidden /> : item.quantity}
        </span>
        <span className="min-w-0 flex-1">
          <span className={cn('block font-bold', dense ? 'text-[1.2rem] leading-[26px]' : 'text-[1.4rem] leading-8', ready && 'line-through decoration-2', voided && 'text-bad line-through decoration-2')}>
            {item.name}
            {item.variant ? <span className="font-semibold"> · {item.variant}</span> : null}
          </span>
          {item.modifiers.length > 0 ? (
            <span className={cn('flex flex-wrap gap-x-3 font-medium', dense ? 'text-base leading-[22px]' : 'text-lg leading-6', ready || voided ? 'text-soft' : 'text-[#ffd9a3]')}>
              {item.modifiers.map((modifier) => (
                <span key={modifier.name}>{modifierText(modifier)}</span>
              ))}
            </span>
          ) : null}
          {item.note ? <span className="mt-0.5 block w-fit rounded-md bg-warn-tint px-2 text-lg leading-7 font-bold text-warn">{item.note}</span> : null}
          {voided ? <span className="block text-lg font-bold text-bad">{[t('kitchen.voided'), item.void_reason].filter(Boolean).join(': ')}</span> : null}
        </span>
      </button>
    </li>
  );
}
