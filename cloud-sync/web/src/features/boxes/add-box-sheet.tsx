/** A code for a new box: shown once, counted down, and followed until the box that used it is here. */

import { CircleCheckBig, Copy, LoaderCircle } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { Button } from '@fastops/ui/button';
import { EmptyState } from '@fastops/ui/empty-state';
import { useNow } from '@fastops/ui/use-now';
import { left } from '@/shared/ago.ts';
import { api } from '@/shared/api/cloud-api.ts';
import type { BoxNow, EnrolmentCode } from '@/shared/api/model.ts';
import { copyText } from '@/shared/copy-text.ts';
import { problemText } from '@/shared/i18n/problems.ts';
import { Sheet } from '@/shared/ui/sheet.tsx';
import { liveBox } from './box-state.ts';

const TICK_MS = 1_000;
const LOOK_MS = 2_000;

type AddBoxSheetProps = { branch: { branch_id: string; name: string }; boxes: readonly BoxNow[]; onClose: () => void };

export function AddBoxSheet({ branch, boxes, onClose }: AddBoxSheetProps) {
  const { t } = useTranslation();
  const [before] = useState(() => new Set(boxes.map((box) => box.box_id)));
  const [replaces] = useState(() => liveBox(boxes) !== undefined);
  const [issue, { data: code, error, isLoading }] = api.useCreateEnrolmentCodeMutation();
  const { data: now } = api.useListBoxesQuery({ branchId: branch.branch_id }, { pollingInterval: LOOK_MS });
  const joined = now?.items.some((box) => !before.has(box.box_id)) ?? false;
  const ask = () => void issue({ branchId: branch.branch_id });

  return (
    <Sheet open onOpenChange={(open) => (open ? undefined : onClose())} title={t('box.addTitle', { branch: branch.name })}>
      {joined ? (
        <div role="status">
          <EmptyState icon={CircleCheckBig} title={t('box.joined')} hint={t('box.joinedHint', { branch: branch.name })}>
            <Button variant="brand" size="lg" onClick={onClose}>
              {t('box.done')}
            </Button>
          </EmptyState>
        </div>
      ) : code ? (
        <Code code={code} onAnother={ask} />
      ) : (
        <div className="space-y-4">
          {replaces ? <p className="rounded-2xl bg-warn-tint px-4 py-3 font-semibold text-warn">{t('box.replaces')}</p> : null}
          <p className="text-soft">{t('box.codeOnce')}</p>
          <p role="alert" className="font-semibold text-bad empty:hidden">
            {error ? problemText(error) : null}
          </p>
          <Button variant="brand" size="lg" className="w-full" onClick={ask} disabled={isLoading}>
            {t('box.show')}
          </Button>
        </div>
      )}
    </Sheet>
  );
}

function Code({ code, onAnother }: { code: EnrolmentCode; onAnother: () => void }) {
  const { t } = useTranslation();
  const now = useNow(TICK_MS);
  const expired = now >= code.expires_at_ms;
  const command = `edge-node enrol --cloud ${window.location.origin} --code ${code.code}`;
  useEffect(() => {
    // Closing the tab loses the code for good: the browser asks first.
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, []);
  if (expired) {
    return (
      <div className="space-y-4 text-center">
        <p role="status" className="font-semibold">
          {t('box.expired')}
        </p>
        <Button variant="brand" size="lg" onClick={onAnother}>
          {t('box.another')}
        </Button>
      </div>
    );
  }
  return (
    <div className="space-y-5">
      <div className="rounded-3xl bg-sunken p-5 text-center">
        <p className="text-sm font-semibold text-soft">{t('box.codeLabel')}</p>
        <p data-slot="code" className="my-2 font-mono text-[clamp(1.6rem,7vw,2.5rem)] leading-none font-bold tracking-wider whitespace-nowrap">
          {code.code}
        </p>
        <p className="text-sm text-soft">
          {t('box.codeOnce')} <span className="font-semibold text-ink tabular-nums">{t('box.expires', { time: left(code.expires_at_ms, now) })}</span>
        </p>
        <CopyButton text={code.code} className="mt-4">
          {t('box.copyCode')}
        </CopyButton>
      </div>
      <ol className="space-y-4">
        <Step number={1}>{t('box.step1')}</Step>
        <Step number={2}>
          {t('box.step2')}
          <span className="mt-2 flex flex-wrap items-center gap-2">
            <code className="min-w-0 flex-1 rounded-xl bg-sunken px-3 py-2.5 font-mono text-sm break-all">{command}</code>
            <CopyButton text={command}>{t('common.copy')}</CopyButton>
          </span>
        </Step>
        <Step number={3}>{t('box.step3')}</Step>
      </ol>
      <p role="status" className="flex items-center gap-2 font-semibold text-soft">
        <LoaderCircle size={18} className="animate-spin" aria-hidden /> {t('box.waiting')}
      </p>
    </div>
  );
}

function Step({ number, children }: { number: number; children: ReactNode }) {
  return (
    <li className="flex gap-3">
      <span aria-hidden className="grid size-8 shrink-0 place-items-center rounded-full bg-brand-tint font-bold text-brand dark:text-[#ff9a6b]">
        {number}
      </span>
      <span className="min-w-0 flex-1 self-center">{children}</span>
    </li>
  );
}

function CopyButton({ text, className, children }: { text: string; className?: string; children: ReactNode }) {
  const { t } = useTranslation();
  const copy = async () => {
    if (await copyText(text)) toast.success(t('common.copied'));
    else toast.error(t('common.copyFailed'));
  };
  return (
    <Button className={className} onClick={() => void copy()}>
      <Copy size={18} aria-hidden /> {children}
    </Button>
  );
}
