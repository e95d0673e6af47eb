/**
 * Takes the money for the cart or for an order that exists. Each tender is recorded by the box as it is received,
 * so what is still due is always the box's figure.
 */

import type { NewPayment, Payment, Totals } from '@/shared/api/model.ts';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/shared/api/box-api.ts';
import { problemText } from '@/shared/i18n/problems.ts';
import { money } from '@/shared/money.ts';
import { useAppDispatch, useAppSelector, useAppStore } from '@/shared/store-hooks.ts';
import { Sheet } from '@/shared/ui/sheet.tsx';
import { cartCleared } from './cart-slice.ts';
import { createJob, payJob } from './cart-jobs.ts';
import { ChargeForm } from './charge-form.tsx';
import { submit } from './outbox.ts';
import { settles } from './payment-of.ts';
import { useQuote } from './use-quote.ts';

export type ChargeTarget = { kind: 'cart' } | { kind: 'order'; order_id: string; number: string };

type ChargeSheetProps = { target: ChargeTarget; onClose: () => void };

export function ChargeSheet({ target, onClose }: ChargeSheetProps) {
  const [base, setBase] = useState<ChargeTarget>(target);
  const [awaited, setAwaited] = useState<string | null>(null);
  const last = useAppSelector((state) => state.outbox.last);
  const stuck = useAppSelector((state) => state.outbox.jobs.some((job) => job.command_id === awaited && job.state !== 'sending'));
  // After a part payment of a new order the rest is charged to the order the box answered with.
  const answered = awaited !== null && last?.command_id === awaited ? last.order : null;
  const followed: ChargeTarget = answered ? { kind: 'order', order_id: answered.order_id, number: answered.number } : base;
  const busy = awaited !== null && answered === null;
  useEffect(() => {
    if (stuck) onClose();
  }, [stuck, onClose]);
  const done = (commandId: string, settled: boolean) => {
    if (settled) {
      onClose();
      return;
    }
    setBase(followed);
    setAwaited(commandId);
  };
  return followed.kind === 'cart' ? (
    <CartCharge busy={busy} onClose={onClose} onPaid={done} />
  ) : (
    <OrderCharge key={followed.order_id} target={followed} busy={busy} onClose={onClose} onPaid={done} />
  );
}

type Paid = (commandId: string, settled: boolean) => void;

function CartCharge({ busy, onClose, onPaid }: { busy: boolean; onClose: () => void; onPaid: Paid }) {
  const store = useAppStore();
  const dispatch = useAppDispatch();
  const cart = useAppSelector((state) => state.cart);
  const [charged] = useState(cart);
  const { quote, current, error } = useQuote(charged.orderType, charged.lines);
  const pay = (payment: NewPayment) => {
    if (!quote) return;
    const job = createJob(charged, [payment]);
    dispatch(cartCleared());
    void submit(store, job);
    onPaid(job.command_id, settles(quote.totals, payment));
  };
  return <ChargeLayout totals={quote?.totals} payments={[]} error={error} busy={busy || !current} onClose={onClose} onPay={pay} title={null} />;
}

type OrderChargeProps = { target: { order_id: string; number: string }; busy: boolean; onClose: () => void; onPaid: Paid };

function OrderCharge({ target, busy, onClose, onPaid }: OrderChargeProps) {
  const store = useAppStore();
  const { data: order, error, isFetching } = api.useGetOrderQuery({ orderId: target.order_id }, { refetchOnMountOrArgChange: true });
  const pay = (payment: NewPayment) => {
    if (!order) return;
    const job = payJob(target, [payment]);
    void submit(store, job);
    onPaid(job.command_id, settles(order.totals, payment));
  };
  return <ChargeLayout totals={order?.totals} payments={order?.payments ?? []} error={error} busy={busy || isFetching} onClose={onClose} onPay={pay} title={target.number} />;
}

type ChargeLayoutProps = {
  title: string | null;
  totals: Totals | undefined;
  payments: Payment[];
  error: unknown;
  busy: boolean;
  onClose: () => void;
  onPay: (payment: NewPayment) => void;
};

function ChargeLayout({ title, totals, payments, error, busy, onClose, onPay }: ChargeLayoutProps) {
  const { t } = useTranslation();
  return (
    <Sheet
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={title ? `${t('charge.title')} ${title}` : t('charge.title')}
    >
      <div aria-live="polite" className="mb-4 rounded-2xl bg-sunken px-5 py-4 text-center">
        <p className="font-semibold text-soft">{payments.length > 0 ? t('charge.partial') : t('charge.due')}</p>
        <p className="text-5xl leading-14 font-extrabold tracking-tight">{totals ? money(totals.due) : '…'}</p>
        {totals && totals.due_in_cash !== totals.due ? (
          <p className="mt-1 text-soft">
            {t('charge.dueCash')}: <strong className="text-ink">{money(totals.due_in_cash)}</strong>
          </p>
        ) : null}
      </div>
      {payments.length > 0 ? (
        <ul aria-label={t('charge.tenders')} className="mb-4 divide-y divide-line rounded-2xl border border-line px-4">
          {payments.map((payment) => (
            <li key={payment.payment_id} className="flex justify-between py-2.5">
              <span>
                {t(`method.${payment.method}`)} {payment.reference ? <span className="text-soft">{payment.reference}</span> : null}
              </span>
              <strong>{money(payment.amount)}</strong>
            </li>
          ))}
        </ul>
      ) : null}
      {error ? (
        <p role="alert" className="mb-4 rounded-xl bg-bad-tint px-4 py-3 font-semibold text-bad">
          {problemText(error)}
        </p>
      ) : null}
      {totals ? <ChargeForm key={payments.length} totals={totals} disabled={busy} onPay={onPay} /> : null}
    </Sheet>
  );
}
