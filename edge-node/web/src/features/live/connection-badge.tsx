import { CloudOff, LoaderCircle, Wifi } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useAppSelector } from '@/shared/store-hooks.ts';
import { cn } from '@fastops/ui/cn';

/** A quiet word while all is well. */
export function ConnectionBadge() {
  const { t } = useTranslation();
  const link = useAppSelector((state) => state.live.link);
  const Icon = link === 'online' ? Wifi : link === 'offline' ? CloudOff : LoaderCircle;
  return (
    <span role="status" className={cn('inline-flex items-center gap-1.5 text-sm font-semibold', link === 'online' ? 'text-good' : link === 'offline' ? 'text-bad' : 'text-soft')}>
      <Icon size={18} aria-hidden />
      <span className="sr-only lg:not-sr-only">{t(`live.${link}`)}</span>
    </span>
  );
}

/** A loud bar when the box is gone, saying what still works. */
export function ConnectionBanner() {
  const { t } = useTranslation();
  const offline = useAppSelector((state) => state.live.link === 'offline');
  const waiting = useAppSelector((state) => state.outbox.jobs.filter((job) => job.state === 'waiting').length);
  if (!offline) return null;
  return (
    <p role="status" className="flex flex-wrap items-center justify-center gap-x-3 bg-bad px-4 py-2 text-center font-semibold text-white dark:text-[#2a0507]">
      <CloudOff size={20} aria-hidden />
      {waiting > 0 ? t('live.offlineWaiting', { count: waiting }) : t('live.offline')}
      <span className="font-normal">{t('live.offlineHint')}</span>
    </p>
  );
}
