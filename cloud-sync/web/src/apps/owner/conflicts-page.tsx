import { CircleCheckBig } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@fastops/ui/empty-state';
import { ConflictCard } from '@/features/conflicts/conflict-card.tsx';
import { api } from '@/shared/api/cloud-api.ts';
import type { Conflict } from '@/shared/api/model.ts';
import { LoadFailed, Page, Skeleton } from '@/shared/ui/page.tsx';

/** Fields two places wrote without knowing of each other. */
export function ConflictsPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = api.useListConflictsQuery();
  const items = (data?.items ?? []) as Conflict[];
  return (
    <Page title={t('conflicts.title')} hint={items.length > 0 ? t('conflicts.hint') : undefined}>
      {error && !data ? <LoadFailed error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton count={2} className="h-40" /> : null}
      {data && items.length === 0 ? <EmptyState icon={CircleCheckBig} title={t('conflicts.empty')} hint={t('conflicts.emptyHint')} /> : null}
      <div className="grid gap-4">
        {items.map((conflict) => (
          <ConflictCard key={`${conflict.doc_id}/${conflict.field}`} conflict={conflict} />
        ))}
      </div>
    </Page>
  );
}
