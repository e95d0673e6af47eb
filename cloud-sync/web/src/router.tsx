/** Where each address leads: the doors for those outside, the owner's pages for those inside. */

import { lazy, Suspense, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { BrowserRouter, Navigate, Route, Routes } from 'react-router';
import { Logo } from '@fastops/ui/logo';
import { useLive } from '@/features/live/use-live.ts';
import { ForgotPage } from '@/features/session/forgot-page.tsx';
import { RegisterPage } from '@/features/session/register-page.tsx';
import { ResetPage } from '@/features/session/reset-page.tsx';
import { SignInPage } from '@/features/session/sign-in-page.tsx';
import { useRefreshAhead, useResumeSession } from '@/features/session/use-session.ts';
import { useAppSelector } from '@/shared/store-hooks.ts';

const OwnerApp = lazy(async () => ({ default: (await import('@/apps/owner/owner-app.tsx')).OwnerApp }));

export function App() {
  useResumeSession();
  useRefreshAhead();
  useLive();
  const phase = useAppSelector((state) => state.session.phase);
  return (
    <BrowserRouter>
      <Suspense fallback={<Waiting />}>
        <Routes>
          <Route path="/reset-password" element={<ResetPage />} />
          {phase === 'outside' ? (
            <>
              <Route path="/entrar" element={<SignInPage />} />
              <Route path="/registro" element={<RegisterPage />} />
              <Route path="/olvido" element={<ForgotPage />} />
              <Route path="*" element={<Navigate to="/entrar" replace />} />
            </>
          ) : (
            <Route path="*" element={phase === 'inside' ? <OwnerApp /> : <Waiting>{phase === 'unreachable' ? <Unreachable /> : null}</Waiting>} />
          )}
        </Routes>
      </Suspense>
    </BrowserRouter>
  );
}

function Waiting({ children }: { children?: ReactNode }) {
  return (
    <main className="grid min-h-dvh place-content-center justify-items-center gap-4 bg-canvas p-6 text-center">
      <Logo />
      {children}
    </main>
  );
}

function Unreachable() {
  const { t } = useTranslation();
  return (
    <div role="status">
      <h1 className="text-xl font-bold">{t('app.unreachable')}</h1>
      <p className="mt-1 max-w-md text-soft">{t('app.unreachableHint')}</p>
    </div>
  );
}
