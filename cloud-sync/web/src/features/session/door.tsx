/** What the pages outside have in common: what the product is on one side, the form on the other. */

import { BadgeCheck, ChartNoAxesColumn, WifiOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Logo } from '@fastops/ui/logo';
import { chooseLanguage } from '@/shared/i18n/i18n.ts';

type DoorProps = { title: string; hint?: ReactNode; children: ReactNode; below?: ReactNode };

export function Door({ title, hint, children, below }: DoorProps) {
  const { t, i18n } = useTranslation();
  return (
    <div className="grid min-h-dvh bg-canvas lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
      <Claim />
      <main className="grid grid-rows-[auto_1fr] p-5 sm:p-8">
        <div className="flex items-center justify-between">
          <span className="lg:invisible">
            <Logo />
          </span>
          <button type="button" className="h-12 rounded-xl px-4 font-semibold text-soft hover:bg-sunken" onClick={() => void chooseLanguage(i18n.language === 'en' ? 'es' : 'en')}>
            {t('menu.language')}
          </button>
        </div>
        <div className="grid place-items-center py-6">
          <section className="w-full max-w-md animate-arrive">
            <h1 className="text-3xl font-extrabold tracking-tight">{title}</h1>
            {hint ? <p className="mt-1.5 text-soft">{hint}</p> : null}
            <div className="mt-6 rounded-3xl border border-line bg-surface p-6 shadow-card sm:p-7">{children}</div>
            {below ? <p className="mt-5 text-center text-soft">{below}</p> : null}
          </section>
        </div>
      </main>
    </div>
  );
}

function Claim() {
  const { t } = useTranslation();
  const points = [
    { icon: ChartNoAxesColumn, text: t('door.pointLive') },
    { icon: WifiOff, text: t('door.pointOffline') },
    { icon: BadgeCheck, text: t('door.pointMoney') },
  ];
  return (
    <aside className="hidden flex-col justify-between bg-[#221a14] p-10 text-white lg:flex xl:p-14">
      <Logo />
      <div>
        <p className="text-4xl leading-[1.1] font-extrabold tracking-tight text-balance xl:text-5xl">{t('door.claim')}</p>
        <p className="mt-4 max-w-md text-lg text-white/80">{t('door.claimHint')}</p>
        <ul className="mt-8 space-y-4">
          {points.map(({ icon: Icon, text }) => (
            <li key={text} className="flex items-center gap-3 font-semibold">
              <span className="grid size-11 place-items-center rounded-2xl bg-white/10 text-[#ffb48f]">
                <Icon size={22} aria-hidden />
              </span>
              {text}
            </li>
          ))}
        </ul>
      </div>
      <p className="text-sm text-white/70">FastOps</p>
    </aside>
  );
}

/** What went wrong with the whole form. */
export function FormProblem({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className="rounded-xl bg-bad-tint px-4 py-3 font-semibold text-bad empty:hidden">
      {children}
    </p>
  );
}

export const LINK = 'font-semibold text-brand underline-offset-4 hover:underline dark:text-[#ff9a6b]';
