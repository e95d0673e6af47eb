import { Plus, Store } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@fastops/ui/button';
import { EmptyState } from '@fastops/ui/empty-state';
import { BranchBoxes } from '@/features/branches/branch-boxes.tsx';
import { NewBranchSheet } from '@/features/branches/new-branch-sheet.tsx';
import { api } from '@/shared/api/cloud-api.ts';
import { LoadFailed, Page, Skeleton } from '@/shared/ui/page.tsx';

/** Branches and the boxes that sell there. */
export function BranchesPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = api.useListBranchesQuery();
  const [adding, setAdding] = useState(false);
  const action = (
    <Button variant="ink" onClick={() => setAdding(true)}>
      <Plus size={18} aria-hidden /> {t('branches.add')}
    </Button>
  );
  return (
    <Page title={t('branches.title')} action={action}>
      {error && !data ? <LoadFailed error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton count={2} className="h-36" /> : null}
      {data?.items.length === 0 ? <EmptyState icon={Store} title={t('today.empty')} hint={t('today.emptyHint')} /> : null}
      <div className="grid gap-4">
        {data?.items.map((branch) => (
          <BranchBoxes key={branch.branch_id} branch={branch} />
        ))}
      </div>
      {adding ? <NewBranchSheet onClose={() => setAdding(false)} /> : null}
    </Page>
  );
}
