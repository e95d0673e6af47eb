/** The tickets of an order and whether each one is really on paper. */

import type { PrintJob, PrintState } from '@fastops/client/api';
import { Ban, Check, CircleHelp, Clock, Eye, LoaderCircle, RefreshCw, TriangleAlert, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/shared/api/box-api.ts';
import { Badge, type BadgeTone } from '@/shared/ui/badge.tsx';
import { TicketPreview } from './ticket-preview.tsx';

const STATES: Record<PrintState, { tone: BadgeTone; icon: LucideIcon }> = {
  queued: { tone: 'neutral', icon: Clock },
  sending: { tone: 'neutral', icon: LoaderCircle },
  printed: { tone: 'good', icon: Check },
  uncertain: { tone: 'warn', icon: CircleHelp },
  retry_wait: { tone: 'warn', icon: RefreshCw },
  blocked: { tone: 'bad', icon: TriangleAlert },
  expired: { tone: 'bad', icon: TriangleAlert },
  cancelled: { tone: 'neutral', icon: Ban },
};

export function TicketList({ orderId }: { orderId: string }) {
  const { t } = useTranslation();
  const { data } = api.useOrderTicketsQuery({ orderId }, { refetchOnMountOrArgChange: true });
  const [shown, setShown] = useState<PrintJob | null>(null);
  const jobs = data?.items ?? [];
  return (
    <section>
      <h3 className="mb-1 text-sm font-bold tracking-wide text-soft uppercase">{t('print.title')}</h3>
      {jobs.length === 0 ? <p className="text-soft">{t('print.none')}</p> : null}
      <ul className="divide-y divide-line">
        {jobs.map((job) => (
          <li key={job.print_job_id} className="flex items-center gap-3 py-1.5">
            <span className="min-w-0 flex-1">
              <span className="font-semibold">{t(`print.${job.kind}`)}</span>{' '}
              <span className="text-soft">{[job.station_name ?? job.printer_name, job.copy_no > 1 ? t('print.copy', { copy: job.copy_no }) : null].filter(Boolean).join(' · ')}</span>
            </span>
            <JobState job={job} />
            <button type="button" aria-label={t('print.preview')} onClick={() => setShown(job)} className="grid size-12 place-items-center rounded-xl text-soft hover:bg-sunken">
              <Eye size={20} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      {shown ? <TicketPreview job={shown} onClose={() => setShown(null)} /> : null}
    </section>
  );
}

function JobState({ job }: { job: PrintJob }) {
  const { t } = useTranslation();
  const { tone, icon: Icon } = STATES[job.state];
  return (
    <Badge tone={tone} title={job.reason ?? undefined}>
      <Icon size={15} aria-hidden />
      {t(`print.${job.state}`)}
    </Badge>
  );
}
