/** Where the order stands: a column beside the menu, or a bar that opens a sheet on a phone. */

import type { NewLine } from '@/shared/api/model.ts';
import { ChevronUp } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MenuIndex } from '@/features/menu/menu-index.ts';
import { CartPanel } from '@/features/orders/cart-panel.tsx';
import { ResultPanel } from '@/features/orders/result-panel.tsx';
import { saleSeen } from '@/features/orders/outbox-slice.ts';
import type { QuoteView } from '@/features/orders/use-quote.ts';
import { money } from '@/shared/money.ts';
import { useAppDispatch, useAppSelector } from '@/shared/store-hooks.ts';
import { BareSheet } from '@/shared/ui/bare-sheet.tsx';

type CartPlaceProps = {
  wide: boolean;
  index: MenuIndex;
  view: QuoteView;
  onEdit: (line: NewLine) => void;
  onSend: () => void;
  onCharge: () => void;
  onPending: () => void;
};

export function CartPlace({ wide, onPending, ...cart }: CartPlaceProps) {
  const { t } = useTranslation();
  const last = useAppSelector((state) => state.outbox.last);
  const idle = useAppSelector((state) => state.cart.lines.length === 0 && state.cart.round === null);
  const showsResult = last !== null && idle;
  if (!wide) return <PhoneCart showsResult={showsResult} onPending={onPending} {...cart} />;
  return (
    <aside aria-label={t('cart.title')} className="w-[25.5rem] shrink-0 overflow-hidden border-l border-line bg-surface">
      {showsResult ? <ResultPanel key={last.command_id} sale={last} onPending={onPending} /> : <CartPanel {...cart} />}
    </aside>
  );
}

type PhoneCartProps = Omit<CartPlaceProps, 'wide'> & { showsResult: boolean };

function PhoneCart({ showsResult, onPending, ...cart }: PhoneCartProps) {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const [open, setOpen] = useState(false);
  const last = useAppSelector((state) => state.outbox.last);
  const lines = useAppSelector((state) => state.cart.lines);
  const count = lines.reduce((total, line) => total + line.quantity, 0);
  const round = useAppSelector((state) => state.cart.round);
  const leaving = (leave: () => void) => () => {
    setOpen(false);
    leave();
  };
  if (showsResult && last) {
    return (
      <BareSheet title={t('cart.title')} onClose={() => dispatch(saleSeen())}>
        <ResultPanel key={last.command_id} sale={last} onPending={onPending} />
      </BareSheet>
    );
  }
  return (
    <>
      <div className="fixed inset-x-0 bottom-0 z-20 bg-linear-to-t from-canvas via-canvas/90 to-transparent px-3 pt-6 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
        <button type="button" onClick={() => setOpen(true)} className="flex h-16 w-full items-center gap-3 rounded-2xl bg-invert px-4 text-on-invert shadow-lift active:scale-[0.99]">
          <span key={count} className="grid h-9 min-w-9 animate-pop place-items-center rounded-full bg-brand px-2 text-lg font-bold text-white">
            {count}
          </span>
          <span className="text-lg font-semibold">{round ? t('cart.round', { number: round.number }) : t('cart.view')}</span>
          <span aria-live="polite" className="ml-auto text-xl font-extrabold">
            {money(cart.view.quote?.totals.total ?? 0)}
          </span>
          <ChevronUp size={22} aria-hidden />
        </button>
      </div>
      {open ? (
        <BareSheet title={t('cart.title')} onClose={() => setOpen(false)}>
          <CartPanel {...cart} onSend={leaving(cart.onSend)} onCharge={leaving(cart.onCharge)} />
        </BareSheet>
      ) : null}
    </>
  );
}
