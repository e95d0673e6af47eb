import { ArrowDownRight, ArrowUpRight, Equal } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Badge } from '@fastops/ui/badge';
import { dateLocale } from '@/shared/i18n/i18n.ts';
import { growthOf } from './growth.ts';

const ICONS = { up: ArrowUpRight, down: ArrowDownRight, same: Equal };
const TONES = { up: 'good', down: 'bad', same: 'neutral' } as const;

/** An arrow, a colour and a percentage; the words are for those who see neither. */
export function GrowthChip({ growthBp }: { growthBp: number | null | undefined }) {
  const { t } = useTranslation();
  const growth = growthOf(growthBp, dateLocale());
  if (!growth) return null;
  const Icon = ICONS[growth.direction];
  return (
    <Badge tone={TONES[growth.direction]}>
      <Icon size={16} aria-hidden />
      <span aria-hidden>{growth.percent} %</span>
      <span className="sr-only">{t(`today.${growth.direction}`, { percent: growth.percent })}</span>
    </Badge>
  );
}
