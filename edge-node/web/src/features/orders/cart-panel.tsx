/** The order being composed: kind, lines, totals, and the two ways out. */

import type { NewLine, Totals } from '@/shared/api/model.ts';
import { ShoppingBasket, Trash2, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import type { MenuIndex } from '@/features/menu/menu-index.ts';
import { problemText } from '@/shared/i18n/problems.ts';
import { money } from '@/shared/money.ts';
import { useAppDispatch, useAppSelector } from '@/shared/store-hooks.ts';
import { Button } from '@fastops/ui/button';
import { cn } from '@fastops/ui/cn';
import { EmptyState } from '@fastops/ui/empty-state';
import { CartLine } from './cart-line.tsx';
import { cartCleared, cartRestored, orderTypeSet, roundLeft } from './cart-slice.ts';
import { OrderFacts } from './order-facts.tsx';
import { OrderTypeChips } from './order-type-chips.tsx';
import type { QuoteView } from './use-quote.ts';

type CartPanelProps = { index: MenuIndex; view: QuoteView; onEdit: (line: NewLine) => void; onSend: () => void; onCharge: () => void };

export function CartPanel({ index, view, onEdit, onSend, onCharge }: CartPanelProps) {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const cart = useAppSelector((state) => state.cart);
  const totals = new Map(view.quote?.lines.map((line) => [line.line_id, line.total]));
  const empty = cart.lines.length === 0;
  return (
    <div data-slot="cart" className="flex h-full min-h-0 flex-col bg-surface short:overflow-y-auto">
      <div className="space-y-2.5 p-4 pb-2">
        {cart.round ? (
          <p className="flex h-14 items-center justify-between rounded-2xl bg-brand-tint pl-4 text-lg font-bold text-brand-strong">
            {t('cart.round', { number: cart.round.number })}
            <button type="button" aria-label={t('cart.leaveRound')} className="grid size-14 place-items-center" onClick={() => dispatch(roundLeft())}>
              <X aria-hidden />
            </button>
          </p>
        ) : (
          <>
            <OrderTypeChips value={cart.orderType} onChange={(orderType) => dispatch(orderTypeSet(orderType))} />
            <OrderFacts />
          </>
        )}
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-4 short:flex-none short:overflow-visible">
        {empty ? (
          <EmptyState icon={ShoppingBasket} title={t('cart.empty')} hint={t('cart.emptyHint')} />
        ) : (
          <ul aria-label={t('cart.title')}>
            {cart.lines.map((line, at) => (
              <CartLine key={line.line_id} line={line} at={at} index={index} total={totals.get(line.line_id)} onEdit={onEdit} />
            ))}
          </ul>
        )}
      </div>
      {empty ? null : <ClearButton />}
      <div className="space-y-3 border-t border-line p-4 pt-3 pb-[max(1rem,env(safe-area-inset-bottom))]">
        {view.error ? (
          <p role="alert" className="rounded-xl bg-bad-tint px-3 py-2 font-semibold text-bad">
            {problemText(view.error)}
          </p>
        ) : null}
        <TotalLines totals={view.quote?.totals} fading={!view.current && !empty} />
        <div className={cn('grid gap-3', cart.round ? 'grid-cols-1' : 'grid-cols-[2fr_3fr]')}>
          <Button variant={cart.round ? 'brand' : 'outline'} size="xl" disabled={empty} onClick={onSend}>
            {t('cart.send')}
          </Button>
          {cart.round ? null : (
            <Button variant="brand" size="xl" disabled={empty} onClick={onCharge}>
              {t('cart.charge')}
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}

function ClearButton() {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const cart = useAppSelector((state) => state.cart);
  const clear = () => {
    dispatch(cartCleared());
    toast(t('cart.cleared'), { action: { label: t('common.undo'), onClick: () => dispatch(cartRestored(cart)) } });
  };
  return (
    <button type="button" onClick={clear} className="mx-3 flex h-12 shrink-0 items-center gap-2 self-start rounded-xl px-3 font-semibold text-soft hover:bg-sunken">
      <Trash2 size={18} aria-hidden />
      {t('cart.clear')}
    </button>
  );
}

/** Basis points as a percentage: `800` is `8`. */
function percent(rateBp: number): string {
  return String(rateBp / 100).replace('.', ',');
}

function TotalLines({ totals, fading }: { totals: Totals | undefined; fading: boolean }) {
  const { t } = useTranslation();
  return (
    <dl aria-live="polite" className={cn('transition-opacity', fading && 'opacity-60')}>
      {totals && totals.discount !== 0 ? <Row name={t('cart.discount')} value={money(-totals.discount)} /> : null}
      {totals?.taxes.map((tax) => <Row key={`${tax.tax}${tax.rate_bp}`} name={t(`cart.${tax.tax}`, { rate: percent(tax.rate_bp) })} value={money(tax.amount)} />)}
      <div className="flex items-baseline justify-between">
        <dt className="text-lg font-bold">{t('cart.total')}</dt>
        <dd className="text-[2rem] leading-10 font-extrabold tracking-tight">{money(totals?.total ?? 0)}</dd>
      </div>
    </dl>
  );
}

function Row({ name, value }: { name: string; value: string }) {
  return (
    <div className="flex justify-between text-[0.95rem] text-soft">
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
