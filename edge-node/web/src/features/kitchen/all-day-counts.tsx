import type { DishCount } from '@/shared/api/model.ts';
import { useTranslation } from 'react-i18next';

/** What is still to make, over all cards: what to put on the grill now. */
export function AllDayCounts({ totals }: { totals: readonly DishCount[] }) {
  const { t } = useTranslation();
  const sorted = totals.toSorted((a, b) => b.quantity - a.quantity);
  return (
    // oxlint-disable-next-line no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
    <aside aria-label={t('kitchen.counts')} tabIndex={0} className="hidden w-52 shrink-0 overflow-y-auto border-l border-line bg-surface p-4 min-[700px]:block">
      <h2 className="mb-2 text-lg font-bold text-soft">{t('kitchen.counts')}</h2>
      {sorted.length === 0 ? <p className="text-soft">{t('kitchen.countsNone')}</p> : null}
      <ul>
        {sorted.map((dish) => (
          <li key={`${dish.name}:${dish.variant ?? ''}`} className="flex items-baseline gap-3 border-b border-line py-2 last:border-0">
            <strong className="min-w-9 text-right text-2xl leading-7 font-extrabold">{dish.quantity}</strong>
            <span className="text-lg leading-6">
              {dish.name}
              {dish.variant ? <span className="text-soft"> {dish.variant}</span> : null}
            </span>
          </li>
        ))}
      </ul>
    </aside>
  );
}
