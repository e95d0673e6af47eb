/** The pages of those inside: a bar with the sections, and the page below it. */

import { ChartNoAxesColumn, GitCompareArrows, Lock, Store, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Navigate, NavLink, Route, Routes } from 'react-router';
import { cn } from '@fastops/ui/cn';
import { EmptyState } from '@fastops/ui/empty-state';
import { Logo } from '@fastops/ui/logo';
import { LiveBadge } from '@/features/live/live-badge.tsx';
import { useAppSelector } from '@/shared/store-hooks.ts';
import { BranchesPage } from './branches-page.tsx';
import { ConflictsPage } from './conflicts-page.tsx';
import { RejectedPage } from './rejected-page.tsx';
import { TodayPage } from './today-page.tsx';
import { UserMenu } from './user-menu.tsx';

export function OwnerApp() {
  const { t } = useTranslation();
  const isAdmin = useAppSelector((state) => state.session.staff?.roles.includes('admin') ?? false);
  return (
    <div className="min-h-dvh bg-canvas">
      <a href="#content" className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded-xl focus:bg-surface focus:px-4 focus:py-3">
        {t('app.skip')}
      </a>
      <header className="sticky top-0 z-20 border-b border-line bg-surface short:static">
        <div className="mx-auto flex max-w-6xl items-center gap-x-2 px-4 py-2 sm:gap-x-4 sm:px-6">
          <span className="hidden sm:block">
            <Logo />
          </span>
          <span className="sm:hidden">
            <Logo compact />
          </span>
          {isAdmin ? <Sections /> : <span className="flex-1" />}
          <LiveBadge />
          <UserMenu />
        </div>
      </header>
      <main id="content" tabIndex={-1} className="mx-auto max-w-6xl px-4 py-6 outline-none sm:px-6 sm:py-8">
        {isAdmin ? <Pages /> : <EmptyState icon={Lock} title={t('app.adminsOnly')} hint={t('app.adminsOnlyHint')} />}
      </main>
    </div>
  );
}

function Sections() {
  const { t } = useTranslation();
  const sections: { to: string; icon: LucideIcon; name: string }[] = [
    { to: '/hoy', icon: ChartNoAxesColumn, name: t('app.today') },
    { to: '/sucursales', icon: Store, name: t('app.branches') },
    { to: '/diferencias', icon: GitCompareArrows, name: t('app.conflicts') },
  ];
  return (
    <nav aria-label={t('app.nav')} className="flex flex-1 gap-1">
      {sections.map(({ to, icon: Icon, name }) => (
        <NavLink key={to} to={to} className={({ isActive }) => cn('inline-flex h-12 items-center gap-2 rounded-xl px-3 font-semibold', isActive ? 'bg-sunken text-ink' : 'text-soft hover:bg-sunken')}>
          <Icon size={19} aria-hidden />
          <span className="sr-only md:not-sr-only">{name}</span>
        </NavLink>
      ))}
    </nav>
  );
}

function Pages() {
  return (
    <Routes>
      <Route path="/hoy" element={<TodayPage />} />
      <Route path="/sucursales" element={<BranchesPage />} />
      <Route path="/diferencias" element={<ConflictsPage />} />
      <Route path="/rechazados" element={<RejectedPage />} />
      <Route path="*" element={<Navigate to="/hoy" replace />} />
    </Routes>
  );
}
