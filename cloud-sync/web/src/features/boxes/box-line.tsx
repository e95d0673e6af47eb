import { HardDrive } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Badge } from '@fastops/ui/badge';
import { cn } from '@fastops/ui/cn';
import { useNow } from '@fastops/ui/use-now';
import type { BoxNow } from '@/shared/api/model.ts';
import { ago } from '@/shared/ago.ts';
import { dateLocale } from '@/shared/i18n/i18n.ts';
import { BOX_TONE, boxState } from './box-state.ts';

const TICK_MS = 1_000;
const DOT = { good: 'bg-good', bad: 'bg-bad', warn: 'bg-warn', neutral: 'bg-line-strong', brand: 'bg-brand' };

/** One box: whether it is there, when it was last heard, and what it still has to hand in. */
export function BoxLine({ box }: { box: BoxNow }) {
  const { t } = useTranslation();
  const now = useNow(TICK_MS);
  const state = boxState(box);
  const tone = BOX_TONE[state];
  const pending = box.pending ?? null;
  const said = [
    box.last_exchange_ms == null ? null : t('box.heard', { ago: ago(box.last_exchange_ms, now, dateLocale()) }),
    pending === null || state !== 'online' ? null : pending > 0 ? t('box.pending', { count: pending }) : t('box.synced'),
  ].filter((part) => part !== null);
  return (
    <div data-slot="box" className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
      <HardDrive size={18} className="shrink-0 text-soft" aria-hidden />
      <span className="font-semibold">{t('box.name', { number: box.generation })}</span>
      <Badge tone={tone}>
        <span className={cn('size-2 rounded-full', DOT[tone])} aria-hidden />
        {t(`box.${state}`)}
      </Badge>
      <span className="text-sm text-soft">{said.join(' · ')}</span>
    </div>
  );
}
