/** Where each address leads. Both screens are their own chunk, so a kitchen TV never loads the till. */

import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { BrowserRouter, Navigate, Route, Routes } from 'react-router';
import { landingPath, maySell } from '@/features/auth/landing.ts';
import { SignInPage } from '@/features/auth/sign-in-page.tsx';
import { useRefreshAhead, useResumeSession } from '@/features/auth/use-session.ts';
import { useLive } from '@/features/live/use-live.ts';
import { flush } from '@/features/orders/outbox.ts';
import { useAppSelector } from '@/shared/store-hooks.ts';
import { Logo } from '@fastops/ui/logo';

const CashierPage = lazy(async () => ({ default: (await import('@/apps/cashier/cashier-page.tsx')).CashierPage }));
const KitchenPage = lazy(async () => ({ default: (await import('@/apps/kitchen/kitchen-page.tsx')).KitchenPage }));

export function App() {
  useResumeSession();
  useRefreshAhead();
  useLive(flush);
  const phase = useAppSelector((state) => state.auth.phase);
  const roles = useAppSelector((state) => state.auth.staff?.roles);
  if (phase === 'login' || phase === 'pin') return <SignInPage startWithPassword={phase === 'login'} />;
  if (phase !== 'ready' || !roles) return <Looking waiting={phase === 'unreachable'} />;
  const landing = landingPath(roles);
  return (
    <BrowserRouter>
      <Suspense fallback={<Looking waiting={false} />}>
        <Routes>
          <Route path="/caja" element={maySell(roles) ? <CashierPage /> : <Navigate to={landing} replace />} />
          <Route path="/cocina" element={<KitchenPage />} />
          <Route path="*" element={<Navigate to={landing} replace />} />
        </Routes>
      </Suspense>
    </BrowserRouter>
  );
}

function Looking({ waiting }: { waiting: boolean }) {
  const { t } = useTranslation();
  return (
    <main className="grid min-h-dvh place-content-center justify-items-center gap-4 bg-canvas p-6 text-center">
      <Logo />
      {waiting ? (
        <div role="status">
          <p className="text-xl font-bold">{t('app.looking')}</p>
          <p className="mt-1 max-w-md text-soft">{t('app.lookingHint')}</p>
        </div>
      ) : null}
    </main>
  );
}
