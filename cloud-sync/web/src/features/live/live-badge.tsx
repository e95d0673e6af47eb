import { CloudOff, LoaderCircle, Radio } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cn } from '@fastops/ui/cn';
import { useAppSelector } from '@/shared/store-hooks.ts';

/** Whether figures come by themselves. */
export function LiveBadge() {
  const { t } = useTranslation();
  const link = useAppSelector((state) => state.live.link);
  const Icon = link === 'online' ? Radio : link === 'offline' ? CloudOff : LoaderCircle;
  return (
    <span role="status" className={cn('inline-flex items-center gap-1.5 text-sm font-semibold', link === 'online' ? 'text-good' : link === 'offline' ? 'text-bad' : 'text-soft')}>
      <Icon size={17} aria-hidden />
      <span className="sr-only sm:not-sr-only">{t(`live.${link}`)}</span>
    </span>
  );
}
