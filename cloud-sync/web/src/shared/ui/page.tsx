/** The frame of a page inside: its heading, and what it says while it loads or when it could not. */

import { CloudAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@fastops/ui/button';
import { EmptyState } from '@fastops/ui/empty-state';
import { problemText } from '@/shared/i18n/problems.ts';
import { useTitle } from '@/shared/use-title.ts';

type PageProps = { title: string; hint?: ReactNode; action?: ReactNode; children: ReactNode };

export function Page({ title, hint, action, children }: PageProps) {
  useTitle(title);
  return (
    <>
      <div className="mb-5 flex flex-wrap items-end justify-between gap-x-4 gap-y-3">
        <div>
          <h1 className="text-3xl font-extrabold tracking-tight">{title}</h1>
          {hint ? <p className="mt-1 max-w-2xl text-soft">{hint}</p> : null}
        </div>
        {action}
      </div>
      {children}
    </>
  );
}

export function LoadFailed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <div role="alert" className="rounded-3xl border border-line bg-surface shadow-card">
      <EmptyState icon={CloudAlert} title={t('app.loadFailed')} hint={problemText(error)}>
        <Button onClick={onRetry}>{t('common.retry')}</Button>
      </EmptyState>
    </div>
  );
}

/** The shape of what comes, so that nothing jumps when it does. */
export function Skeleton({ count, className }: { count: number; className: string }) {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('common.loading')} className="grid gap-4 md:grid-cols-2">
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className={`animate-pulse rounded-3xl bg-sunken ${className}`} />
      ))}
    </div>
  );
}
