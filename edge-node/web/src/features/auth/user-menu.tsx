/** Who is working, and the way to another screen or person. */

import { CookingPot, Languages, LogOut, ShoppingBag, UserRoundCog } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { chooseLanguage } from '@/shared/i18n/i18n.ts';
import { useAppSelector } from '@/shared/store-hooks.ts';
import { Avatar } from './avatar.tsx';
import { maySell } from './landing.ts';
import { useLeave } from './use-session.ts';

const ITEM = 'flex h-13 cursor-pointer items-center gap-3 rounded-xl px-3 font-semibold outline-none data-[highlighted]:bg-sunken';

export function UserMenu({ children }: { children?: ReactNode }) {
  const { t, i18n } = useTranslation();
  const staff = useAppSelector((state) => state.auth.staff);
  const navigate = useNavigate();
  const leave = useLeave();
  if (!staff) return null;
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger aria-label={`${t('menuBar.menu')}: ${staff.name}`} className="flex h-12 min-w-12 items-center justify-center gap-2.5 rounded-full pr-1 pl-1 hover:bg-sunken xl:pr-3">
        <Avatar person={staff} size={40} />
        <span className="hidden max-w-32 truncate font-semibold xl:block">{staff.name}</span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align="end" sideOffset={8} className="z-50 w-72 animate-in rounded-2xl border border-line bg-surface p-2 text-ink shadow-lift duration-150 fade-in-0 zoom-in-95">
          <DropdownMenu.Label className="px-3 py-2">
            <span className="block font-bold">{staff.name}</span>
            <span className="text-sm text-soft">{staff.roles.map((role) => t(`role.${role}`)).join(' · ')}</span>
          </DropdownMenu.Label>
          {maySell(staff.roles) ? (
            <DropdownMenu.Item className={ITEM} onSelect={() => void navigate('/caja')}>
              <ShoppingBag size={20} aria-hidden /> {t('app.cashier')}
            </DropdownMenu.Item>
          ) : null}
          <DropdownMenu.Item className={ITEM} onSelect={() => void navigate('/cocina')}>
            <CookingPot size={20} aria-hidden /> {t('app.kitchen')}
          </DropdownMenu.Item>
          {children}
          <DropdownMenu.Separator className="my-1.5 h-px bg-line" />
          <DropdownMenu.Item className={ITEM} onSelect={() => leave('pin')}>
            <UserRoundCog size={20} aria-hidden /> {t('menuBar.switchUser')}
          </DropdownMenu.Item>
          <DropdownMenu.Item className={ITEM} onSelect={() => void chooseLanguage(i18n.language === 'en' ? 'es' : 'en')}>
            <Languages size={20} aria-hidden /> {t('menuBar.language')}
          </DropdownMenu.Item>
          <DropdownMenu.Item className={ITEM} onSelect={() => leave('login')}>
            <LogOut size={20} aria-hidden /> {t('menuBar.signOut')}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** An extra entry a screen adds to the menu. */
export function UserMenuItem({ onSelect, children }: { onSelect: () => void; children: ReactNode }) {
  return (
    <DropdownMenu.Item className={ITEM} onSelect={onSelect}>
      {children}
    </DropdownMenu.Item>
  );
}
