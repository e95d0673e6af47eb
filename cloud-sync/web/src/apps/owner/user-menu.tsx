import { Languages, LogOut, SunMoon } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { useSignOut } from '@/features/session/use-session.ts';
import { chooseLanguage } from '@/shared/i18n/i18n.ts';
import { useAppSelector } from '@/shared/store-hooks.ts';
import { toggleTheme } from '@/shared/theme.ts';

const ITEM = 'flex h-13 cursor-pointer items-center gap-3 rounded-xl px-3 font-semibold outline-none data-[highlighted]:bg-sunken';

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return `${words[0]?.[0] ?? ''}${words[1]?.[0] ?? ''}`.toUpperCase();
}

/** Who is here, and the way out. */
export function UserMenu() {
  const { t, i18n } = useTranslation();
  const { staff, company } = useAppSelector((state) => state.session);
  const signOut = useSignOut();
  if (!staff || !company) return null;
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger aria-label={`${t('menu.open')}: ${staff.name}`} className="grid size-12 place-items-center rounded-full hover:bg-sunken">
        <span aria-hidden className="grid size-10 place-items-center rounded-full bg-invert text-sm font-bold text-on-invert">
          {initials(staff.name)}
        </span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align="end" sideOffset={8} className="z-50 w-72 animate-in rounded-2xl border border-line bg-surface p-2 text-ink shadow-lift duration-150 fade-in-0 zoom-in-95">
          <DropdownMenu.Label className="px-3 py-2">
            <span className="block font-bold">{staff.name}</span>
            <span className="text-sm text-soft">
              {company.name} · {company.slug}
            </span>
          </DropdownMenu.Label>
          <DropdownMenu.Separator className="my-1.5 h-px bg-line" />
          <DropdownMenu.Item className={ITEM} onSelect={toggleTheme}>
            <SunMoon size={20} aria-hidden /> {t('menu.theme')}
          </DropdownMenu.Item>
          <DropdownMenu.Item className={ITEM} onSelect={() => void chooseLanguage(i18n.language === 'en' ? 'es' : 'en')}>
            <Languages size={20} aria-hidden /> {t('menu.language')}
          </DropdownMenu.Item>
          <DropdownMenu.Item className={ITEM} onSelect={signOut}>
            <LogOut size={20} aria-hidden /> {t('menu.signOut')}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
