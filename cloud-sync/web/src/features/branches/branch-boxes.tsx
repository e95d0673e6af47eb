/** A branch with its boxes, and what an owner does with them. */

import { MapPin, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '@fastops/ui/badge';
import { Button } from '@fastops/ui/button';
import { AddBoxSheet } from '@/features/boxes/add-box-sheet.tsx';
import { BoxLine } from '@/features/boxes/box-line.tsx';
import { RevokeBoxSheet } from '@/features/boxes/revoke-box-sheet.tsx';
import { liveBox } from '@/features/boxes/box-state.ts';
import { api } from '@/shared/api/cloud-api.ts';
import type { Branch, BoxNow } from '@/shared/api/model.ts';
import { problemText } from '@/shared/i18n/problems.ts';

const POLL_MS = 10_000;

export function BranchBoxes({ branch }: { branch: Branch }) {
  const { t } = useTranslation();
  const { data, error } = api.useListBoxesQuery({ branchId: branch.branch_id }, { pollingInterval: POLL_MS, skipPollingIfUnfocused: true });
  const [adding, setAdding] = useState(false);
  const [revoking, setRevoking] = useState<BoxNow | null>(null);
  const boxes = data?.items ?? [];
  const live = liveBox(boxes);
  const former = boxes.filter((box) => box !== live);
  const active = branch.active !== false;
  return (
    <article data-slot="branch" aria-label={branch.name} className="rounded-3xl border border-line bg-surface p-6 shadow-card">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 className="flex flex-wrap items-center gap-2 text-xl font-bold">
            {branch.name}
            {branch.is_main ? <Badge>{t('branches.main')}</Badge> : null}
            {active ? null : <Badge tone="warn">{t('branches.closed')}</Badge>}
          </h2>
          {branch.address ? (
            <p className="mt-1 flex items-center gap-1.5 text-soft">
              <MapPin size={16} className="shrink-0" aria-hidden /> {branch.address}
            </p>
          ) : null}
        </div>
        {active ? (
          <Button variant={live ? 'outline' : 'brand'} onClick={() => setAdding(true)}>
            <Plus size={18} aria-hidden /> {t('box.add')}
          </Button>
        ) : null}
      </div>
      <div className="mt-4 border-t border-line pt-3">
        {live ? (
          <div className="flex flex-wrap items-center justify-between gap-3">
            <BoxLine box={live} />
            <Button variant="ghost" className="text-bad" aria-label={t('box.revokeNamed', { number: live.generation, branch: branch.name })} onClick={() => setRevoking(live)}>
              {t('box.revoke')}
            </Button>
          </div>
        ) : error ? (
          <p role="alert" className="py-2 font-semibold text-bad">
            {problemText(error)}
          </p>
        ) : data ? (
          <p className="py-2 text-soft">{t('box.noneHint')}</p>
        ) : (
          <p className="py-2 text-soft">{t('common.loading')}</p>
        )}
        {former.length > 0 ? (
          <details className="mt-2">
            <summary className="inline-flex min-h-12 cursor-pointer items-center font-semibold text-soft">{t('box.former', { count: former.length })}</summary>
            <ul className="space-y-2 pb-1">
              {former.map((box) => (
                <li key={box.box_id}>
                  <BoxLine box={box} />
                </li>
              ))}
            </ul>
          </details>
        ) : null}
      </div>
      {adding ? <AddBoxSheet branch={branch} boxes={boxes} onClose={() => setAdding(false)} /> : null}
      {revoking ? <RevokeBoxSheet branchName={branch.name} box={revoking} onClose={() => setRevoking(null)} /> : null}
    </article>
  );
}
