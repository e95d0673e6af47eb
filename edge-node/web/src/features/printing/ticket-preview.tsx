import type { PrintJob } from '@/shared/api/model.ts';
import { currentToken } from '@fastops/client/session';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Sheet } from '@/shared/ui/sheet.tsx';

/** The ticket exactly as the printer gets it. Fetched with the token, so it is shown from a blob. */
export function TicketPreview({ job, onClose }: { job: PrintJob; onClose: () => void }) {
  const { t } = useTranslation();
  const image = useTicketImage(job.print_job_id);
  const number = job.order_number ?? '';
  return (
    <Sheet open onOpenChange={onClose} title={t('print.previewOf', { number })}>
      <div className="grid place-items-center rounded-2xl bg-sunken p-4">
        {image === 'failed' ? <p className="py-10 text-soft">{t('live.offline')}</p> : null}
        {image === null ? <p className="py-10 text-soft">{t('common.loading')}</p> : null}
        {image && image !== 'failed' ? <img src={image} alt={t('print.previewOf', { number })} className="w-72 max-w-full rounded-md bg-white shadow-lift" /> : null}
      </div>
    </Sheet>
  );
}

function useTicketImage(printJobId: string): string | 'failed' | null {
  const [image, setImage] = useState<string | 'failed' | null>(null);
  useEffect(() => {
    let url: string | null = null;
    const stop = new AbortController();
    const load = async () => {
      const headers = { authorization: `Bearer ${currentToken() ?? ''}` };
      const answer = await fetch(`/api/v1/print/jobs/${printJobId}/preview.png`, { headers, signal: stop.signal });
      if (!answer.ok) throw new Error(`preview answered ${answer.status}`);
      url = URL.createObjectURL(await answer.blob());
      setImage(url);
    };
    load().catch(() => {
      if (!stop.signal.aborted) setImage('failed');
    });
    return () => {
      stop.abort();
      if (url) URL.revokeObjectURL(url);
    };
  }, [printJobId]);
  return image;
}
