/** One open bill: what was ordered, how far the kitchen is, what was paid, and everything that can be done with it. */

import type { Line, Order } from '@/shared/api/model.ts';
import { newId } from '@fastops/format/ids';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { TicketList } from '@/features/printing/ticket-list.tsx';
import { api } from '@/shared/api/box-api.ts';
import { problemText } from '@/shared/i18n/problems.ts';
import { money } from '@/shared/money.ts';
import { useAppDispatch, useAppSelector } from '@/shared/store-hooks.ts';
import { Badge } from '@fastops/ui/badge';
import { Button } from '@fastops/ui/button';
import { Sheet } from '@/shared/ui/sheet.tsx';
import { roundStarted } from './cart-slice.ts';
import { DiscountSheet } from './discount-sheet.tsx';
import { OrderLines } from './order-lines.tsx';
import { OrderReasons, type Asking } from './order-reasons.tsx';
import { PAYMENT_TONES, STATUS_TONES } from './order-tone.ts';

type OrderDetailProps = { orderId: string; onClose: () => void; onCharge: (order: Order) => void };

export function OrderDetail({ orderId, onClose, onCharge }: OrderDetailProps) {
  const { t } = useTranslation();
  const { data: order, error } = api.useGetOrderQuery({ orderId }, { refetchOnMountOrArgChange: true });
  const [asking, setAsking] = useState<Asking | { kind: 'discount' } | null>(null);
  const where = order?.table ? t('cart.tableNumber', { table: order.table }) : order?.customer?.name;
  return (
    <Sheet
      open
      onOpenChange={onClose}
      side="right"
      title={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="text-2xl">{order?.number ?? '…'}</span>
          {order ? <span className="text-base font-medium text-soft">{order.table ? where : [t(`type.${order.order_type}`), where].filter(Boolean).join(' · ')}</span> : null}
        </span>
      }
      footer={order ? <MainActions order={order} onClose={onClose} onCharge={onCharge} /> : null}
    >
      {error ? <p role="alert">{problemText(error)}</p> : null}
      {order ? <OrderBody order={order} onAsk={setAsking} /> : null}
      {order && asking?.kind === 'discount' ? <DiscountSheet order={order} onClose={() => setAsking(null)} /> : null}
      {order && asking && asking.kind !== 'discount' ? <OrderReasons order={order} asking={asking} onClose={() => setAsking(null)} /> : null}
    </Sheet>
  );
}

function OrderBody({ order, onAsk }: { order: Order; onAsk: (asking: Asking | { kind: 'discount' }) => void }) {
  const { t } = useTranslation();
  const isAdmin = useAppSelector((state) => state.auth.staff?.roles.includes('admin') ?? false);
  const discountable = isAdmin && order.status !== 'cancelled' && order.totals.due > 0;
  const closed = order.status === 'cancelled' || order.status === 'delivered';
  return (
    <div className="space-y-5">
      <div className="flex flex-wrap gap-2">
        <Badge tone={STATUS_TONES[order.status]}>{t(`status.${order.status}`)}</Badge>
        <Badge tone={PAYMENT_TONES[order.payment_state]}>{t(`payment.${order.payment_state}`)}</Badge>
        {order.needs_review ? <Badge tone="warn">{t('orders.review')}</Badge> : null}
        <span className="text-soft">{t('orders.by', { name: order.created_by.name })}</span>
      </div>
      {order.needs_review ? <p className="rounded-xl bg-warn-tint px-4 py-3 font-medium text-warn">{t('orders.reviewHint')}</p> : null}
      {[order.customer?.phone, order.customer?.address].some(Boolean) ? <p className="text-soft">{[order.customer?.phone, order.customer?.address].filter(Boolean).join(' · ')}</p> : null}
      {order.note ? <p className="rounded-xl bg-brand-tint px-4 py-3 text-brand-strong italic">“{order.note}”</p> : null}
      <OrderLines order={order} onVoid={closed ? null : (line: Line) => onAsk({ kind: 'void', line })} />
      <dl className="space-y-1 rounded-2xl bg-sunken px-4 py-3">
        {order.totals.discount === 0 ? null : (
          <div className="flex justify-between text-soft">
            <dt>{t('cart.discount')}</dt>
            <dd>{money(-order.totals.discount)}</dd>
          </div>
        )}
        {order.payments.map((payment) => (
          <div key={payment.payment_id} className="flex justify-between text-soft">
            <dt>{[t(`method.${payment.method}`), payment.reference].filter(Boolean).join(' ')}</dt>
            <dd>{money(payment.amount)}</dd>
          </div>
        ))}
        <div className="flex items-baseline justify-between">
          <dt className="font-bold">{order.payment_state === 'paid' ? t('cart.total') : t('orders.due')}</dt>
          <dd className="text-2xl font-extrabold">{money(order.payment_state === 'paid' ? order.totals.total : order.totals.due)}</dd>
        </div>
      </dl>
      <TicketList orderId={order.order_id} />
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => onAsk({ kind: 'reprint', what: 'kitchen' })}>
          {t('orders.reprint')} · {t('orders.reprintKitchen')}
        </Button>
        <Button onClick={() => onAsk({ kind: 'reprint', what: 'receipt' })}>
          {t('orders.reprint')} · {t('orders.reprintReceipt')}
        </Button>
        {discountable ? <Button onClick={() => onAsk({ kind: 'discount' })}>{t('cart.discount')}</Button> : null}
        {closed ? null : (
          <Button variant="bad" onClick={() => onAsk({ kind: 'cancel' })}>
            {t('orders.cancel')}
          </Button>
        )}
      </div>
    </div>
  );
}

function MainActions({ order, onClose, onCharge }: { order: Order; onClose: () => void; onCharge: (order: Order) => void }) {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const [send, sending] = api.useSendOrderMutation();
  const [changeStatus, changing] = api.useSetOrderStatusMutation();
  const unsent = order.lines.some((line) => line.stage === 'new');
  const closed = order.status === 'cancelled' || order.status === 'delivered';
  const key = () => ({ 'Idempotency-Key': newId('cmd'), orderId: order.order_id });
  const tell = (answer: { error?: unknown }) => {
    if (answer.error) toast.error(problemText(answer.error));
  };
  const busy = sending.isLoading || changing.isLoading;
  return (
    <div className="grid auto-cols-fr grid-flow-col gap-2.5">
      {closed ? null : (
        <Button
          size="lg"
          onClick={() => {
            dispatch(roundStarted({ order_id: order.order_id, number: order.number, order_type: order.order_type }));
            onClose();
          }}
        >
          {t('orders.addRound')}
        </Button>
      )}
      {unsent && !closed ? (
        <Button size="lg" variant="ink" className="px-2" disabled={busy} onClick={() => void send({ ...key(), sendOrder: { send_id: newId('snd') } }).then(tell)}>
          {t('cart.send')}
        </Button>
      ) : null}
      {order.status === 'ready' ? (
        <Button size="lg" variant="good" disabled={busy} onClick={() => void changeStatus({ ...key(), setStatus: { step_id: newId('stp'), to: 'delivered' } }).then(tell)}>
          {t('orders.deliver')}
        </Button>
      ) : null}
      {order.payment_state !== 'paid' && order.status !== 'cancelled' ? (
        <Button size="lg" variant="brand" onClick={() => onCharge(order)}>
          {t('orders.pay')}
        </Button>
      ) : null}
    </div>
  );
}
