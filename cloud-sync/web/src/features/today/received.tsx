import { useTranslation } from 'react-i18next';
import type { MethodToday } from '@/shared/api/model.ts';
import { money } from '@/shared/money.ts';

const PERCENT_BP = 100;
/** Told apart by lightness too, so that they differ for every eye. */
const TINTS = ['#c23c08', '#f0a47a', '#625b51', '#b9ae9f', '#7c2d12', '#e6d3c3', '#8f8778', '#d6cfc4'];

/** What came in, by the way it was paid: a bar for the eye, a list for the rest. */
export function Received({ methods }: { methods: readonly MethodToday[] }) {
  const { t } = useTranslation();
  if (methods.length === 0) return null;
  return (
    <section aria-label={t('today.received')} className="rounded-3xl border border-line bg-surface p-6 shadow-card">
      <h2 className="font-semibold text-soft">{t('today.received')}</h2>
      <div className="mt-3 flex h-3 gap-0.5 overflow-hidden rounded-full" aria-hidden>
        {methods.map(({ method, share_bp: share }, index) => (
          <div key={method} style={{ flexGrow: share, background: TINTS[index % TINTS.length] }} />
        ))}
      </div>
      <ul className="mt-4 flex flex-wrap gap-x-8 gap-y-3">
        {methods.map(({ method, amount, share_bp: share }, index) => (
          <li key={method} className="flex items-baseline gap-2">
            <span className="size-3 rounded-full" style={{ background: TINTS[index % TINTS.length] }} aria-hidden />
            <span className="text-soft">{t(`method.${method}`)}</span>
            <span className="font-bold tabular-nums">{money(amount)}</span>
            <span className="text-sm text-soft tabular-nums">{Math.round(share / PERCENT_BP)} %</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
