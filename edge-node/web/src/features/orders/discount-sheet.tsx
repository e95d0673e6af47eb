/** Takes money off an unpaid bill, with a reason. The box decides whether it may; a failed try keeps its ids for the retry. */

import type { Order } from '@/shared/api/model.ts';
import { newId } from '@fastops/format/ids';
import { parsePesos } from '@fastops/format/money';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/shared/api/box-api.ts';
import { problemText } from '@/shared/i18n/problems.ts';
import { money } from '@/shared/money.ts';
import { Button } from '@fastops/ui/button';
import { Chip } from '@/shared/ui/chip.tsx';
import { NoteField } from '@fastops/ui/field';
import { NumPad } from '@/shared/ui/num-pad.tsx';
import { Sheet } from '@/shared/ui/sheet.tsx';

const MAX_DIGITS = 8;
const REASONS = ['courtesy', 'regular', 'late', 'quality'] as const;

type Try = { discount_id: string; command: string; amount: number; reason: string };

export function DiscountSheet({ order, onClose }: { order: Order; onClose: () => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const [last, setLast] = useState<Try | null>(null);
  const [discount, { isLoading, error }] = api.useDiscountOrderMutation();
  const amount = parsePesos(typed);
  const ready = Boolean(amount) && reason.trim() !== '' && !isLoading;
  const give = async () => {
    if (!amount || !ready) return;
    const asked = { amount, reason: reason.trim() };
    // The same discount again is a retry; another amount or reason is another discount.
    const same = last?.amount === asked.amount && last.reason === asked.reason;
    const attempt = same ? last : { ...asked, discount_id: newId('dsc'), command: newId('cmd') };
    setLast(attempt);
    const answer = await discount({ 'Idempotency-Key': attempt.command, orderId: order.order_id, discountOrder: { ...asked, discount_id: attempt.discount_id } });
    if (!answer.error) onClose();
  };
  return (
    <Sheet
      open
      onOpenChange={onClose}
      title={t('orders.discountOn', { number: order.number })}
      description={`${t('orders.due')}: ${money(order.totals.due)}`}
      footer={
        <Button variant="brand" size="lg" className="w-full" disabled={!ready} onClick={() => void give()}>
          {t('orders.discountGive', { amount: money(amount ?? 0) })}
        </Button>
      }
    >
      <div className="space-y-4">
        <p className="flex items-baseline justify-between rounded-2xl bg-sunken px-4 py-2">
          <span className="font-semibold text-soft">{t('cart.discount')}</span>
          <output className="text-4xl leading-12 font-extrabold">{money(amount ?? 0)}</output>
        </p>
        <NumPad value={typed} maxLength={MAX_DIGITS} extraKey="000" onChange={(next) => setTyped(next.replace(/^0+/, ''))} />
        <div className="flex flex-wrap gap-2">
          {REASONS.map((key) => (
            <Chip key={key} selected={reason === t(`reason.${key}`)} onClick={() => setReason(t(`reason.${key}`))}>
              {t(`reason.${key}`)}
            </Chip>
          ))}
        </div>
        <NoteField label={t('orders.reason')} value={reason} maxLength={120} onChange={(event) => setReason(event.target.value)} />
        {error ? (
          <p role="alert" className="font-semibold text-bad">
            {problemText(error)}
          </p>
        ) : null}
      </div>
    </Sheet>
  );
}
