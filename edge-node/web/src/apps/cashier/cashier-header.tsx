import { ClipboardList, CircleSlash, CloudUpload, Search, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { UserMenu, UserMenuItem } from '@/features/auth/user-menu.tsx';
import { ConnectionBadge } from '@/features/live/connection-badge.tsx';
import { useOpenOrders } from '@/features/orders/use-open-orders.ts';
import { useAppSelector } from '@/shared/store-hooks.ts';
import { Logo } from '@fastops/ui/logo';

type CashierHeaderProps = {
  search: string;
  onSearch: (text: string) => void;
  onOrders: () => void;
  onPending: () => void;
  marking: boolean;
  onMarking: (() => void) | null;
};

export function CashierHeader({ search, onSearch, onOrders, onPending, marking, onMarking }: CashierHeaderProps) {
  const { t } = useTranslation();
  const branch = useAppSelector((state) => state.auth.branch?.name);
  const pending = useAppSelector((state) => state.outbox.jobs.filter((job) => job.state !== 'sending').length);
  const open = useOpenOrders().orders.length;
  return (
    <header className="flex items-center gap-2 px-3 pt-3 sm:gap-3 sm:px-4">
      <span className="hidden items-center gap-3 md:flex">
        <Logo compact />
        <span className="max-w-40 truncate text-lg leading-tight font-bold">{branch}</span>
      </span>
      <SearchBox value={search} onChange={onSearch} />
      {pending > 0 ? (
        <HeaderButton onClick={onPending} label={t('pending.button', { count: pending })} tone="bg-warn-tint text-warn">
          <CloudUpload size={20} aria-hidden />
          <span>{pending}</span>
        </HeaderButton>
      ) : null}
      <HeaderButton onClick={onOrders} label={`${t('orders.title')}: ${open}`} tone="bg-surface shadow-card">
        <ClipboardList size={20} aria-hidden />
        <span className="hidden sm:inline">{t('orders.button')}</span>
        {open > 0 ? <span className="grid h-6 min-w-6 place-items-center rounded-full bg-brand px-1.5 text-sm font-bold text-white">{open}</span> : null}
      </HeaderButton>
      <span className="hidden sm:inline-flex">
        <ConnectionBadge />
      </span>
      <UserMenu>
        {onMarking ? (
          <UserMenuItem onSelect={onMarking}>
            <CircleSlash size={20} aria-hidden /> {marking ? t('menuBar.toggleSoldOutDone') : t('menuBar.toggleSoldOut')}
          </UserMenuItem>
        ) : null}
      </UserMenu>
    </header>
  );
}

function HeaderButton({ label, tone, onClick, children }: { label: string; tone: string; onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" aria-label={label} onClick={onClick} className={`inline-flex h-12 shrink-0 items-center gap-2 rounded-xl px-3.5 font-semibold ${tone}`}>
      {children}
    </button>
  );
}

function SearchBox({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const { t } = useTranslation();
  return (
    <div className="relative min-w-0 flex-1">
      <Search size={20} aria-hidden className="pointer-events-none absolute top-3.5 left-4 text-soft" />
      <input
        type="search"
        aria-label={t('menu.search')}
        placeholder={t('menu.search')}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="h-12 w-full rounded-xl border border-transparent bg-sunken pr-12 pl-12 [&::-webkit-search-cancel-button]:hidden"
      />
      {value ? (
        <button type="button" aria-label={t('menu.clearSearch')} onClick={() => onChange('')} className="absolute top-0 right-0 grid size-12 place-items-center text-soft">
          <X size={20} aria-hidden />
        </button>
      ) : null}
    </div>
  );
}
