/** The acts on an order that need a reason: void a line, cancel, reprint. A failed act keeps its command id for the retry. */

import type { Line, Order } from '@/shared/api/model.ts';
import { newId } from '@fastops/format/ids';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { api } from '@/shared/api/box-api.ts';
import { ReasonSheet } from './reason-sheet.tsx';

export type Asking = { kind: 'void'; line: Line } | { kind: 'cancel' } | { kind: 'reprint'; what: 'kitchen' | 'receipt' };

type OrderReasonsProps = { order: Order; asking: Asking; onClose: () => void };

export function OrderReasons({ order, asking, onClose }: OrderReasonsProps) {
  const { t } = useTranslation();
  const [voidLine, voiding] = api.useVoidLineMutation();
  const [cancelOrder, cancelling] = api.useCancelOrderMutation();
  const [reprint, reprinting] = api.useReprintOrderMutation();
  const [ids] = useState(() => ({ void_id: newId('vod') }));
  // The same answer to the same question is a retry; another reason is a new command.
  const [command, setCommand] = useState<{ id: string; reason: string } | null>(null);
  const busy = voiding.isLoading || cancelling.isLoading || reprinting.isLoading;
  const error = voiding.error ?? cancelling.error ?? reprinting.error;

  const act = async (reason: string) => {
    const id = command?.reason === reason ? command.id : newId('cmd');
    setCommand({ id, reason });
    const key = { 'Idempotency-Key': id, orderId: order.order_id };
    const answer = await (asking.kind === 'void'
      ? voidLine({ ...key, lineId: asking.line.line_id, voidLine: { ...ids, reason } })
      : asking.kind === 'cancel'
        ? cancelOrder({ ...key, cancelOrder: { reason } })
        : reprint({ ...key, reprint: { kind: asking.what, reason } }));
    if (answer.error) return;
    if (asking.kind === 'reprint') toast.success(t('orders.reprinted'));
    onClose();
  };

  const shared = { busy, error, onClose, onReason: (reason: string) => void act(reason) };
  if (asking.kind === 'void') {
    return <ReasonSheet {...shared} title={t('orders.whyVoid', { name: asking.line.name })} reasons={['customer', 'mistake', 'soldOut', 'quality']} confirm={t('orders.voidShort')} />;
  }
  if (asking.kind === 'cancel') {
    return <ReasonSheet {...shared} title={t('orders.whyCancel', { number: order.number })} reasons={['customer', 'mistake', 'late']} confirm={t('orders.cancel')} />;
  }
  return <ReasonSheet {...shared} title={t('orders.whyReprint')} reasons={['lost', 'copy']} confirm={t('orders.reprint')} />;
}
