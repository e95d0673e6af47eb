/** Bills that still need somebody: find one by number, table or customer, then work on it. */

import type { OrderSummary, OrderType } from '@/shared/api/model.ts';
import { formatClock } from '@fastops/format/time';
import { ClipboardList, Search } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { money } from '@/shared/money.ts';
import { useAppSelector } from '@/shared/store-hooks.ts';
import { TYPE_ICONS } from '@/shared/type-icons.ts';
import { Badge } from '@fastops/ui/badge';
import { Button } from '@fastops/ui/button';
import { Chip } from '@/shared/ui/chip.tsx';
import { EmptyState } from '@fastops/ui/empty-state';
import { Sheet } from '@/shared/ui/sheet.tsx';
import { STATUS_TONES, PAYMENT_TONES } from './order-tone.ts';
import { ORDER_TYPES } from './order-type-chips.tsx';
import { useOpenOrders } from './use-open-orders.ts';

function matches(order: OrderSummary, typed: string): boolean {
  const text = `${order.number} ${order.table ?? ''} ${order.customer_name ?? ''}`.toLowerCase();
  return text.includes(typed.trim().toLowerCase());
}

type OpenOrdersProps = { onClose: () => void; onOpen: (orderId: string) => void };

export function OpenOrders({ onClose, onOpen }: OpenOrdersProps) {
  const { t } = useTranslation();
  const [orderType, setOrderType] = useState<OrderType | null>(null);
  const [typed, setTyped] = useState('');
  const { orders, isLoading, isFetching, more } = useOpenOrders();
  const shown = orders.filter((order) => (orderType === null || order.order_type === orderType) && matches(order, typed));
  return (
    <Sheet open onOpenChange={onClose} title={t('orders.title')} side="right">
      <div className="sticky top-0 z-10 -mx-5 space-y-3 bg-surface px-5 pb-3">
        <label className="relative block">
          <span className="sr-only">{t('orders.search')}</span>
          <Search size={20} aria-hidden className="absolute top-3.5 left-4 text-soft" />
          <input type="search" value={typed} placeholder={t('orders.search')} onChange={(event) => setTyped(event.target.value)} className="h-12 w-full rounded-xl bg-sunken pr-4 pl-12" />
        </label>
        <div role="group" aria-label={t('orders.filter')} className="flex gap-2 overflow-x-auto [scrollbar-width:none]">
          <Chip selected={orderType === null} onClick={() => setOrderType(null)}>
            {t('orders.all')}
          </Chip>
          {ORDER_TYPES.map((candidate) => (
            <Chip key={candidate} selected={orderType === candidate} onClick={() => setOrderType(candidate)}>
              {t(`type.${candidate}`)}
            </Chip>
          ))}
        </div>
      </div>
      {isLoading ? <p className="py-10 text-center text-soft">{t('common.loading')}</p> : null}
      {!isLoading && orders.length === 0 ? <EmptyState icon={ClipboardList} title={t('orders.none')} hint={t('orders.noneHint')} /> : null}
      {orders.length > 0 && shown.length === 0 ? <EmptyState icon={Search} title={t('orders.noneFound')} /> : null}
      <ul className="space-y-2.5">
        {shown.map((order) => (
          <li key={order.order_id}>
            <OrderRow order={order} onOpen={() => onOpen(order.order_id)} />
          </li>
        ))}
      </ul>
      {more ? (
        <Button variant="soft" size="lg" className="mt-4 w-full" disabled={isFetching} onClick={more}>
          {t('orders.more')}
        </Button>
      ) : null}
    </Sheet>
  );
}

function OrderRow({ order, onOpen }: { order: OrderSummary; onOpen: () => void }) {
  const { t } = useTranslation();
  const zone = useAppSelector((state) => state.auth.branch?.zone) ?? 'America/Bogota';
  const Icon = TYPE_ICONS[order.order_type];
  const who = order.table ? t('cart.tableNumber', { table: order.table }) : order.customer_name;
  return (
    <button type="button" onClick={onOpen} className="flex w-full items-center gap-4 rounded-2xl border border-line bg-surface p-3.5 text-left shadow-card active:bg-sunken">
      <span className="grid size-12 shrink-0 place-items-center rounded-xl bg-sunken">
        <Icon size={22} aria-hidden />
        <span className="sr-only">{t(`type.${order.order_type}`)}</span>
      </span>
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-2">
          <strong className="text-lg">{order.number}</strong>
          {who ? <span className="truncate font-medium text-soft">{who}</span> : null}
        </span>
        <span className="mt-1 flex flex-wrap gap-1.5">
          <Badge tone={STATUS_TONES[order.status]}>{t(`status.${order.status}`)}</Badge>
          {order.payment_state === 'unpaid' && order.status !== 'delivered' ? null : <Badge tone={PAYMENT_TONES[order.payment_state]}>{t(`payment.${order.payment_state}`)}</Badge>}
        </span>
      </span>
      <span className="text-right">
        <strong className="block text-lg">{money(order.payment_state === 'paid' ? order.total : order.due)}</strong>
        <span className="text-sm text-soft">{formatClock(order.created_at_ms, zone)}</span>
      </span>
    </button>
  );
}
