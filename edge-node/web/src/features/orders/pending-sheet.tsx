/** Orders the box has not taken yet: what waits, what it refused, and what can be done about each. */

import { CloudOff, LoaderCircle, PackageCheck, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { problemText } from '@/shared/i18n/problems.ts';
import { useAppDispatch, useAppSelector, useAppStore } from '@/shared/store-hooks.ts';
import { Button } from '@fastops/ui/button';
import { EmptyState } from '@fastops/ui/empty-state';
import { Sheet } from '@/shared/ui/sheet.tsx';
import { cartRestored } from './cart-slice.ts';
import { retry } from './outbox.ts';
import { jobDropped, type PendingJob } from './outbox-slice.ts';
import { forgetJob } from './outbox-store.ts';

export function PendingSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const jobs = useAppSelector((state) => state.outbox.jobs);
  return (
    <Sheet open onOpenChange={onClose} title={t('pending.title')} side="right">
      {jobs.length === 0 ? <EmptyState icon={PackageCheck} title={t('pending.none')} /> : null}
      <ul className="space-y-3">
        {jobs.map((job) => (
          <PendingRow key={job.command_id} job={job} onEdited={onClose} />
        ))}
      </ul>
    </Sheet>
  );
}

const STATE_ICONS = { sending: LoaderCircle, waiting: CloudOff, refused: TriangleAlert };

function PendingRow({ job, onEdited }: { job: PendingJob; onEdited: () => void }) {
  const { t } = useTranslation();
  const store = useAppStore();
  const dispatch = useAppDispatch();
  const Icon = STATE_ICONS[job.state];
  const drop = () => {
    dispatch(jobDropped(job.command_id));
    void forgetJob(job.command_id);
  };
  const { cart } = job;
  const count = (cart?.lines ?? []).reduce((total, line) => total + line.quantity, 0);
  return (
    <li className="rounded-2xl border border-line p-4">
      <p className="flex items-center gap-2 text-lg font-bold">
        <Icon size={20} aria-hidden className={job.state === 'refused' ? 'text-bad' : 'text-warn'} />
        {job.work.kind === 'create' ? t('pending.create') : t(`pending.${job.work.kind}`, { number: job.work.number })}
      </p>
      <p className="mt-1 text-soft">
        {cart ? `${t(`type.${cart.orderType}`)}${cart.table ? ` ${cart.table}` : ''} · ${t('cart.items', { count })} · ` : null}
        {job.state === 'refused' ? problemText(job.problem) : t(`pending.${job.state}`)}
      </p>
      {job.problem?.errors?.length ? <p className="mt-1 text-sm text-soft">{job.problem.errors.map((error) => error.detail).join(' ')}</p> : null}
      {job.state === 'sending' ? null : (
        <div className="mt-3 flex flex-wrap gap-2">
          <Button variant="ink" onClick={() => void retry(store, job.command_id)}>
            {t('common.retry')}
          </Button>
          {job.state === 'refused' && cart ? (
            <Button
              onClick={() => {
                dispatch(cartRestored(cart));
                drop();
                onEdited();
              }}
            >
              {t('pending.edit')}
            </Button>
          ) : null}
          {job.state === 'refused' ? (
            <Button variant="bad" onClick={drop}>
              {t('common.discard')}
            </Button>
          ) : null}
        </div>
      )}
    </li>
  );
}
