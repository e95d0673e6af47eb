import { newId } from '@fastops/format/ids';
import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { Badge } from '@fastops/ui/badge';
import { Button } from '@fastops/ui/button';
import { cn } from '@fastops/ui/cn';
import { useNow } from '@fastops/ui/use-now';
import { ago } from '@/shared/ago.ts';
import { api } from '@/shared/api/cloud-api.ts';
import type { Candidate, Conflict } from '@/shared/api/model.ts';
import { dateLocale } from '@/shared/i18n/i18n.ts';
import { problemText } from '@/shared/i18n/problems.ts';
import { fieldKey, kindKey, valueText } from './conflict-text.ts';

const TICK_MS = 30_000;

/** Both values side by side; one tap settles it everywhere. */
export function ConflictCard({ conflict }: { conflict: Conflict }) {
  const { t } = useTranslation();
  const now = useNow(TICK_MS);
  const [resolve, { isLoading, error }] = api.useResolveConflictMutation();
  const words = { yes: t('conflicts.yes'), no: t('conflicts.no'), nothing: t('conflicts.nothing') };
  const text = (candidate: Candidate) => valueText(conflict.field, candidate.value, words);
  const key = fieldKey(conflict.field);
  const field = key ? t(`field.${key}`) : conflict.field;

  const choose = async (candidate: Candidate) => {
    const answer = await resolve({
      docKind: conflict.doc_kind,
      docId: conflict.doc_id,
      'Idempotency-Key': newId('cmd'),
      // The document calls any JSON value an object.
      resolveConflict: { field: conflict.field, value: candidate.value as object },
    });
    if (!('error' in answer)) toast.success(t('conflicts.chosen', { value: text(candidate) }));
  };

  return (
    <article data-slot="conflict" className="rounded-3xl border border-line bg-surface p-6 shadow-card">
      <h2 className="text-lg font-bold">
        {t(`kind.${kindKey(conflict.doc_kind)}`)} · {conflict.name ?? conflict.doc_id.slice(0, 8)}
      </h2>
      <p className="text-soft">
        {field} · {ago(conflict.at_ms, now, dateLocale())}
      </p>
      <ul aria-label={t('conflicts.group', { field })} className="mt-4 grid gap-3 sm:grid-cols-2">
        {conflict.candidates.map((candidate, index) => (
          <li key={index} className={cn('flex flex-col justify-between gap-3 rounded-2xl border p-4', index === 0 ? 'border-line-strong bg-sunken' : 'border-line')}>
            <div>
              <p className="text-2xl font-bold break-words">{text(candidate)}</p>
              <p className="mt-1 flex flex-wrap items-center gap-2 text-sm text-soft">
                {t('conflicts.by', { place: candidate.by })}
                {index === 0 ? <Badge tone="good">{t('conflicts.valid')}</Badge> : null}
              </p>
            </div>
            <Button disabled={isLoading} aria-label={`${t('conflicts.choose')}: ${text(candidate)}`} onClick={() => void choose(candidate)}>
              <Check size={18} aria-hidden /> {t('conflicts.choose')}
            </Button>
          </li>
        ))}
      </ul>
      <p role="alert" className="mt-3 font-semibold text-bad empty:hidden">
        {error ? problemText(error) : null}
      </p>
    </article>
  );
}
