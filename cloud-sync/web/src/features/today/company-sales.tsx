import { useTranslation } from 'react-i18next';
import type { CompanyToday } from '@/shared/api/model.ts';
import { dateLocale } from '@/shared/i18n/i18n.ts';
import { money } from '@/shared/money.ts';
import { GrowthChip } from './growth-chip.tsx';
import { weekdayOf } from './growth.ts';

/** The first thing an owner looks for: what all branches sold today. */
export function CompanySales({ company, day }: { company: CompanyToday; day: string }) {
  const { t } = useTranslation();
  const { figures, growth_bp: growth } = company.sales;
  const weekday = weekdayOf(day, dateLocale());
  const boxes = t('today.boxesOf', { online: company.boxes_online, live: company.boxes_live });
  return (
    <section data-slot="company" aria-label={t('today.total')} className="grid overflow-hidden rounded-3xl border border-line bg-surface shadow-card md:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <div className="p-6 sm:p-8">
        <p className="font-semibold text-soft">{t('today.total')}</p>
        <p data-slot="total" aria-live="polite" className="mt-1 text-[clamp(2.5rem,7vw,4rem)] leading-none font-extrabold tracking-tight tabular-nums">
          {money(figures.total)}
        </p>
        <p className="mt-4 flex flex-wrap items-center gap-x-2 gap-y-1 text-soft">
          <GrowthChip growthBp={growth} />
          {growth == null ? t('today.againstNothing', { day: weekday }) : t('today.against', { day: weekday })}
        </p>
      </div>
      <dl className="grid grid-cols-3 border-t border-line md:grid-cols-1 md:border-t-0 md:border-l">
        <Figure name={t('today.orders')} value={String(figures.orders)} />
        <Figure name={t('today.average')} value={money(figures.average)} />
        <Figure name={t('today.boxes')} value={boxes} />
      </dl>
    </section>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div className="flex flex-col justify-center gap-0.5 border-line px-4 py-4 not-last:border-r md:flex-row md:items-center md:justify-between md:px-6 md:not-last:border-r-0 md:not-last:border-b">
      <dt className="text-sm font-semibold text-soft md:text-base">{name}</dt>
      <dd className="text-xl font-bold tabular-nums">{value}</dd>
    </div>
  );
}
