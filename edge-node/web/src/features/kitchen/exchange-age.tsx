import { Radio, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@fastops/ui/cn';
import { useNow } from '@fastops/ui/use-now';
import { freshnessOf } from './timer.ts';

/** How old the cards on screen may be. A cook must never trust a screen that stopped listening. */
export function ExchangeAge({ atMs }: { atMs: number | null }) {
  const { t } = useTranslation();
  const [openedMs] = useState(() => Date.now());
  const since = Math.max(0, useNow(1_000) - (atMs ?? openedMs));
  const freshness = freshnessOf(since);
  const seconds = Math.floor(since / 1_000);
  const Icon = freshness === 'fresh' ? Radio : TriangleAlert;
  return (
    <span
      role="status"
      className={cn(
        'inline-flex h-12 items-center gap-2 rounded-xl px-3 text-lg font-bold',
        freshness === 'fresh' && 'text-soft',
        freshness === 'aging' && 'bg-[#ffc24b] text-[#241a00]',
        freshness === 'stale' && 'bg-[#d62828] text-white',
      )}
    >
      <Icon size={20} aria-hidden />
      {freshness === 'fresh' ? <span className="sr-only sm:not-sr-only">{t('kitchen.fresh')}</span> : t(freshness === 'aging' ? 'kitchen.age' : 'kitchen.stale', { seconds })}
    </span>
  );
}
