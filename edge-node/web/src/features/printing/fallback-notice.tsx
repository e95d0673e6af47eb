/** Tickets that are not on paper and have to be cooked from the screen. Seen ones stay away; all go when the printer is well. */

import type { PrinterStatus } from '@fastops/client/api';
import { Printer } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@fastops/ui/button';
import { troubleOf, useStuckTickets, useTroubledPrinters } from './printer-trouble.ts';

/** `printerId` narrows the notice to one station's printer. */
export function FallbackNotice({ printerId }: { printerId: string | null }) {
  const printers = useTroubledPrinters().filter((printer) => printerId === null || printer.printer_id === printerId);
  const stuck = useStuckTickets(printers);
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const unseen = stuck.filter((job) => !seen.has(job.print_job_id));
  return printers.map((printer) => {
    const jobs = unseen.filter((job) => job.printer_id === printer.printer_id);
    if (jobs.length === 0) return null;
    const numbers = [...new Set(jobs.map((job) => job.order_number ?? ''))];
    const see = () => setSeen((before) => new Set([...before, ...jobs.map((job) => job.print_job_id)]));
    return <Notice key={printer.printer_id} printer={printer} numbers={numbers} onSeen={see} />;
  });
}

function Notice({ printer, numbers, onSeen }: { printer: PrinterStatus; numbers: readonly string[]; onSeen: () => void }) {
  const { t } = useTranslation();
  return (
    <aside role="alert" className="flex items-center gap-4 border-b border-bad/30 bg-bad-tint px-4 py-1.5 text-bad">
      <Printer size={24} aria-hidden className="shrink-0" />
      <p className="min-w-0 flex-1 text-lg leading-tight">
        <strong>{t('print.notOnPaper', { count: numbers.length, numbers: numbers.join(', ') })}</strong>{' '}
        {t('print.cookFromScreen', { name: printer.name, state: t(`print.${troubleOf(printer) ?? 'error'}`) })}
      </p>
      <Button variant="ink" onClick={onSeen}>
        {t('print.seen')}
      </Button>
    </aside>
  );
}
