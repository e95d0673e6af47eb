import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '@fastops/ui/badge';
import { BoxLine } from '@/features/boxes/box-line.tsx';
import { liveBox } from '@/features/boxes/box-state.ts';
import type { BranchToday } from '@/shared/api/model.ts';
import { dateLocale } from '@/shared/i18n/i18n.ts';
import { money } from '@/shared/money.ts';
import { GrowthChip } from './growth-chip.tsx';
import { shareOf, weekdayOf } from './growth.ts';

type BranchCardProps = { branch: BranchToday; companyTotal: number; children?: ReactNode };

/** How one branch does today. `children` is what may be done while it has no box. */
export function BranchCard({ branch, companyTotal, children }: BranchCardProps) {
  const { t } = useTranslation();
  const { figures, last_week: lastWeek, growth_bp: growth } = branch.sales;
  const share = shareOf(figures.total, companyTotal);
  const box = liveBox(branch.boxes);
  return (
    <article data-slot="branch" aria-label={t('today.branch', { name: branch.name })} className="flex flex-col rounded-3xl border border-line bg-surface shadow-card">
      <div className="flex-1 p-6">
        <div className="flex items-center justify-between gap-3">
          <h3 className="truncate text-lg font-bold">{branch.name}</h3>
          {branch.is_main ? <Badge>{t('branches.main')}</Badge> : null}
        </div>
        <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1">
          <span data-slot="total" className="text-4xl leading-none font-extrabold tracking-tight tabular-nums">
            {money(figures.total)}
          </span>
          <GrowthChip growthBp={growth} />
        </p>
        <p className="mt-2 text-sm text-soft first-letter:uppercase">{t('today.lastWeek', { day: weekdayOf(branch.business_day, dateLocale()), total: money(lastWeek.total) })}</p>
        <div className="mt-3 h-2 overflow-hidden rounded-full bg-sunken" aria-hidden>
          <div className="h-full rounded-full bg-brand transition-[width] duration-500" style={{ width: `${share}%` }} />
        </div>
        <p className="mt-1.5 text-sm text-soft">{figures.orders > 0 ? t('today.share', { percent: share }) : t('today.noSales')}</p>
        <dl className="mt-4 grid grid-cols-2 gap-4">
          <div>
            <dt className="text-sm text-soft">{t('today.orders')}</dt>
            <dd className="text-lg font-bold tabular-nums">
              {figures.orders}
              {figures.cancelled > 0 ? <span className="ml-2 text-sm font-semibold text-soft">{t('today.cancelled', { count: figures.cancelled })}</span> : null}
            </dd>
          </div>
          <div>
            <dt className="text-sm text-soft">{t('today.average')}</dt>
            <dd className="text-lg font-bold tabular-nums">{money(figures.average)}</dd>
          </div>
        </dl>
      </div>
      <div className="border-t border-line px-6 py-4">{box ? <BoxLine box={box} /> : children}</div>
    </article>
  );
}
