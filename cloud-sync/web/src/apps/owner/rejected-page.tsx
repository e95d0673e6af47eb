import { CircleCheckBig } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@fastops/ui/button';
import { EmptyState } from '@fastops/ui/empty-state';
import { RejectedRow } from '@/features/rejected/rejected-row.tsx';
import { api } from '@/shared/api/cloud-api.ts';
import { LoadFailed, Page, Skeleton } from '@/shared/ui/page.tsx';

const PAGE = 50;
const LIMIT_MAX = 100;

/** What boxes sent and the cloud could not take, the newest first. */
export function RejectedPage() {
  const { t } = useTranslation();
  const [limit, setLimit] = useState(PAGE);
  const { data, error, refetch } = api.useListDeadLettersQuery({ limit });
  const items = data?.items ?? [];
  return (
    <Page title={t('rejected.title')} hint={items.length > 0 ? t('rejected.hint') : undefined}>
      {error && !data ? <LoadFailed error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton count={2} className="h-20" /> : null}
      {data && items.length === 0 ? <EmptyState icon={CircleCheckBig} title={t('rejected.empty')} hint={t('rejected.emptyHint')} /> : null}
      <ul className="grid gap-3">
        {items.map((letter) => (
          <RejectedRow key={letter.letter_id} letter={letter} />
        ))}
      </ul>
      {data?.next_cursor && limit < LIMIT_MAX ? (
        <Button className="mt-4" onClick={() => setLimit(LIMIT_MAX)}>
          {t('rejected.more')}
        </Button>
      ) : null}
    </Page>
  );
}
