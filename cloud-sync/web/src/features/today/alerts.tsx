import { ChevronRight, GitCompareArrows, MailWarning, WifiOff, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CompanyToday } from '@/shared/api/model.ts';

/** What waits for a decision; nothing at all on a good day. */
export function Alerts({ company }: { company: CompanyToday }) {
  const { t } = useTranslation();
  const offline = company.boxes_live - company.boxes_online;
  const alerts: { key: string; icon: LucideIcon; text: string; to: string }[] = [];
  if (company.dead_letters > 0) alerts.push({ key: 'rejected', icon: MailWarning, text: t('alert.rejected', { count: company.dead_letters }), to: '/rechazados' });
  if (company.conflicts > 0) alerts.push({ key: 'conflicts', icon: GitCompareArrows, text: t('alert.conflicts', { count: company.conflicts }), to: '/diferencias' });
  if (offline > 0) alerts.push({ key: 'offline', icon: WifiOff, text: t('alert.offline', { count: offline }), to: '/sucursales' });
  if (alerts.length === 0) return null;
  return (
    <section aria-label={t('alert.title')}>
      <ul className="grid gap-3">
        {alerts.map(({ key, icon: Icon, text, to }) => (
          <li key={key}>
            <Link to={to} className="flex min-h-14 items-center gap-3 rounded-2xl bg-warn-tint px-4 py-2 font-semibold text-warn hover:brightness-97">
              <Icon size={20} className="shrink-0" aria-hidden />
              <span className="flex-1">{text}</span>
              <span className="inline-flex items-center gap-1">
                <span className="sr-only sm:not-sr-only">{t('alert.review')}</span>
                <ChevronRight size={18} aria-hidden />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
