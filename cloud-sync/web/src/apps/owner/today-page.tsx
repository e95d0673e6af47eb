import { Plus, Store } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button } from '@fastops/ui/button';
import { EmptyState } from '@fastops/ui/empty-state';
import { AddBoxSheet } from '@/features/boxes/add-box-sheet.tsx';
import { Alerts } from '@/features/today/alerts.tsx';
import { BranchCard } from '@/features/today/branch-card.tsx';
import { CompanySales } from '@/features/today/company-sales.tsx';
import { longDay } from '@/features/today/growth.ts';
import { Received } from '@/features/today/received.tsx';
import { useToday } from '@/features/today/use-today.ts';
import type { BranchToday, Dashboard } from '@/shared/api/model.ts';
import { dateLocale } from '@/shared/i18n/i18n.ts';
import { LoadFailed, Page, Skeleton } from '@/shared/ui/page.tsx';

/** The page an owner keeps open: all branches, right now. */
export function TodayPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useToday();
  const day = data?.company.business_day;
  return (
    <Page title={t('today.title')} hint={day ? <span className="first-letter:uppercase inline-block">{longDay(day, dateLocale())}</span> : undefined}>
      {data ? <Filled today={data} /> : error ? <LoadFailed error={error} onRetry={() => void refetch()} /> : <Skeleton count={4} className="h-48" />}
    </Page>
  );
}

function Filled({ today }: { today: Dashboard }) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState<BranchToday | null>(null);
  if (today.branches.length === 0) {
    return (
      <EmptyState icon={Store} title={t('today.empty')} hint={t('today.emptyHint')}>
        <Button asChild variant="brand">
          <Link to="/sucursales">{t('app.branches')}</Link>
        </Button>
      </EmptyState>
    );
  }
  return (
    <div className="space-y-6">
      <Alerts company={today.company} />
      <CompanySales company={today.company} day={today.company.business_day} />
      <Received methods={today.company.sales.methods} />
      <section>
        <h2 className="mb-3 text-xl font-bold tracking-tight">{t('today.perBranch')}</h2>
        <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
          {today.branches.map((branch) => (
            <BranchCard key={branch.branch_id} branch={branch} companyTotal={today.company.sales.figures.total}>
              <div className="flex flex-wrap items-center justify-between gap-3">
                <p className="text-sm text-soft">{t('box.noneHint')}</p>
                <Button variant="brand" onClick={() => setAdding(branch)}>
                  <Plus size={18} aria-hidden /> {t('box.add')}
                </Button>
              </div>
            </BranchCard>
          ))}
        </div>
      </section>
      {adding ? <AddBoxSheet branch={adding} boxes={adding.boxes} onClose={() => setAdding(null)} /> : null}
    </div>
  );
}
