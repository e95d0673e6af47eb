/** Asks about tickets whose printer never confirmed. Only a person at the printer can know. */

import { newId } from '@fastops/format/ids';
import { Printer } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { api } from '@/shared/api/box-api.ts';
import { problemText } from '@/shared/i18n/problems.ts';
import { Button } from '@fastops/ui/button';

const POLL_MS = 30_000;

export function UncertainPrompt() {
  const { t } = useTranslation();
  const { data } = api.useListPrintJobsQuery({ uncertain: true }, { pollingInterval: POLL_MS });
  const [answer, { isLoading }] = api.useAnswerPrintJobMutation();
  const job = data?.items.find((candidate) => candidate.state === 'uncertain');
  if (!job) return null;
  const reply = async (printed: boolean) => {
    const result = await answer({ 'Idempotency-Key': newId('cmd'), printJobId: job.print_job_id, printAnswer: { printed } });
    if (result.error) toast.error(problemText(result.error));
  };
  const place = job.printer_name;
  return (
    <aside role="alert" className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-warn/30 bg-warn-tint px-4 py-2">
      <Printer size={24} aria-hidden className="text-warn" />
      <div className="min-w-56 flex-1">
        <p className="text-lg leading-tight font-bold text-warn">{t('print.ask', { number: job.order_number ?? '', place })}</p>
        <p className="hidden text-sm text-warn sm:block">{t('print.askHint')}</p>
      </div>
      <div className="flex gap-2">
        <Button disabled={isLoading} onClick={() => void reply(false)}>
          {t('print.itDidNot')}
        </Button>
        <Button variant="ink" disabled={isLoading} onClick={() => void reply(true)}>
          {t('print.itDid')}
        </Button>
      </div>
    </aside>
  );
}
