import { useTranslation } from 'react-i18next';
import { useNow } from '@fastops/ui/use-now';
import { kindKey } from '@/features/conflicts/conflict-text.ts';
import { ago } from '@/shared/ago.ts';
import type { DeadLetter } from '@/shared/api/model.ts';
import { dateLocale } from '@/shared/i18n/i18n.ts';

const TICK_MS = 30_000;

/** One change that was not taken: whose, of what, why, and the code support asks for. */
export function RejectedRow({ letter }: { letter: DeadLetter }) {
  const { t } = useTranslation();
  const now = useNow(TICK_MS);
  return (
    <li className="rounded-2xl border border-line bg-surface px-5 py-4 shadow-card">
      <p className="flex flex-wrap justify-between gap-x-4">
        <span className="font-bold">
          {t(`kind.${kindKey(letter.doc_kind)}`)} · {letter.branch_name ?? t('rejected.unknownBranch')}
        </span>
        <span className="text-sm text-soft">{ago(letter.at_ms, now, dateLocale())}</span>
      </p>
      <p className="mt-0.5 first-letter:uppercase">{letter.text}</p>
      <p className="mt-1 font-mono text-sm break-all text-soft">
        {t('rejected.code')}: {letter.code} · {letter.letter_id}
      </p>
    </li>
  );
}
