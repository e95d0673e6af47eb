/** The tickets of an order and whether each one is really on paper. */

import type { PrintJob } from '@/shared/api/model.ts';
import { Ban, Check, Copy, CircleHelp, Clock, Eye, LoaderCircle, RefreshCw, TriangleAlert, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/shared/api/box-api.ts';
import { Badge, type BadgeTone } from '@fastops/ui/badge';
import { TicketPreview } from './ticket-preview.tsx';

const STATES = {
  queued: { tone: 'neutral', icon: Clock },
  sending: { tone: 'neutral', icon: LoaderCircle },
  printed: { tone: 'good', icon: Check },
  uncertain: { tone: 'warn', icon: CircleHelp },
  retry_wait: { tone: 'warn', icon: RefreshCw },
  blocked: { tone: 'bad', icon: TriangleAlert },
  expired: { tone: 'bad', icon: TriangleAlert },
  cancelled: { tone: 'neutral', icon: Ban },
  superseded: { tone: 'neutral', icon: Copy },
  failed: { tone: 'bad', icon: TriangleAlert },
} as const satisfies Record<string, { tone: BadgeTone; icon: LucideIcon }>;

const KINDS = ['kitchen', 'void', 'receipt', 'test', 'drawer'] as const;

export function TicketList({ orderId }: { orderId: string }) {
  const { t } = useTranslation();
  const { data } = api.useListOrderTicketsQuery({ orderId }, { refetchOnMountOrArgChange: true });
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
              <span className="font-semibold"><KindName kind={job.kind} /></span>{' '}
              <span className="text-soft">{[job.printer_name, job.copy_no > 1 ? t('print.copy', { copy: job.copy_no }) : null].filter(Boolean).join(' · ')}</span>
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

function KindName({ kind }: { kind: string }) {
  const { t } = useTranslation();
  const known = KINDS.find((candidate) => candidate === kind);
  return known ? t(`print.${known}`) : kind;
}

function JobState({ job }: { job: PrintJob }) {
  const { t } = useTranslation();
  // A state newer than this screen is shown as the box writes it.
  const state = job.state in STATES ? (job.state as keyof typeof STATES) : null;
  const { tone, icon: Icon } = state ? STATES[state] : STATES.queued;
  return (
    <Badge tone={tone} title={job.reason ?? undefined}>
      <Icon size={15} aria-hidden />
      {state ? t(`print.${state}`) : job.state}
    </Badge>
  );
}
