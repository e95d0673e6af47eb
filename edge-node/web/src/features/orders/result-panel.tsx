/** What came of the last sale. It stands where the cart was, so the next tap on a product goes straight on. */

import type { Order } from '@/shared/api/model.ts';
import { Check, CloudOff, LoaderCircle, TriangleAlert } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '@/shared/i18n/problems.ts';
import { money } from '@/shared/money.ts';
import { useAppDispatch, useAppSelector } from '@/shared/store-hooks.ts';
import { Badge } from '@fastops/ui/badge';
import { Button } from '@fastops/ui/button';
import { saleSeen, type LastSale } from './outbox-slice.ts';

/** Long enough to count the change into a hand; a sale without change needs less. */
const RETURN_WITH_CHANGE_MS = 15_000;
const RETURN_MS = 4_000;

export function ResultPanel({ sale, onPending }: { sale: LastSale; onPending: () => void }) {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const job = useAppSelector((state) => state.outbox.jobs.find((candidate) => candidate.command_id === sale.command_id));
  const { order } = sale;
  useEffect(() => {
    if (!order) return undefined;
    const timer = setTimeout(() => dispatch(saleSeen()), order.totals.change > 0 ? RETURN_WITH_CHANGE_MS : RETURN_MS);
    return () => clearTimeout(timer);
  }, [order, dispatch]);
  return (
    <section aria-live="polite" className="flex h-full flex-col items-center justify-center gap-4 bg-surface p-6 text-center">
      {order ? (
        <Done order={order} paid={sale.paid} />
      ) : job?.state === 'refused' ? (
        <>
          <Mark tone="bg-bad-tint text-bad">
            <TriangleAlert size={36} aria-hidden />
          </Mark>
          <p className="text-2xl font-bold">{t('pending.refused')}</p>
          <p className="text-soft">{problemText(job.problem)}</p>
        </>
      ) : job?.state === 'waiting' ? (
        <>
          <Mark tone="bg-warn-tint text-warn">
            <CloudOff size={36} aria-hidden />
          </Mark>
          <p className="text-2xl font-bold">{t('result.waiting')}</p>
          <p className="max-w-xs text-soft">{t('result.waitingHint')}</p>
        </>
      ) : (
        <>
          <LoaderCircle size={44} className="animate-spin text-soft" aria-hidden />
          <p className="text-xl font-semibold">{t('result.sending')}</p>
        </>
      )}
      <div className="mt-4 grid w-full max-w-sm gap-3">
        {job && job.state !== 'sending' ? (
          <Button size="lg" onClick={onPending}>
            {t('pending.title')}
          </Button>
        ) : null}
        <Button variant={order ? 'ink' : 'outline'} size="xl" onClick={() => dispatch(saleSeen())}>
          {t('result.next')}
        </Button>
      </div>
    </section>
  );
}

function Mark({ tone, children }: { tone: string; children: React.ReactNode }) {
  return <span className={`grid size-20 animate-pop place-items-center rounded-full ${tone}`}>{children}</span>;
}

function Done({ order, paid }: { order: Order; paid: boolean }) {
  const { t } = useTranslation();
  const title = !paid ? t('result.sent') : order.payment_state === 'paid' ? t('result.paid') : t('result.paidPart');
  return (
    <>
      <Mark tone="bg-good-tint text-good">
        <Check size={40} strokeWidth={3} aria-hidden />
      </Mark>
      <div>
        <p className="text-lg font-semibold text-soft">{title}</p>
        <p className="text-4xl font-extrabold tracking-tight">{order.number}</p>
      </div>
      {paid && order.payment_state === 'paid' ? (
        <div className="w-full max-w-sm rounded-3xl bg-good-tint px-4 py-5 text-good">
          <p className="text-lg font-semibold">{order.totals.change > 0 ? t('result.change') : t('result.noChange')}</p>
          {order.totals.change > 0 ? <p className="text-5xl leading-14 font-extrabold tracking-tight">{money(order.totals.change)}</p> : null}
        </div>
      ) : (
        <p className="text-lg">
          {t('result.due')} <strong>{money(order.totals.due)}</strong>
        </p>
      )}
      {order.needs_review ? <Badge tone="warn">{t('orders.reviewHint')}</Badge> : null}
    </>
  );
}
