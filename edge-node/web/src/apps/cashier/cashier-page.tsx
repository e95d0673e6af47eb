/** The counter: products on the left, the order on the right (below, on a phone), everything else one tap away. */

import type { Menu, NewLine, Product } from '@/shared/api/model.ts';
import { newId } from '@fastops/format/ids';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { CategoryTabs } from '@/features/menu/category-tabs.tsx';
import { freshDraft, needsChoice } from '@/features/menu/choice-rules.ts';
import { MenuGrid } from '@/features/menu/menu-grid.tsx';
import { indexMenu, shownCategories } from '@/features/menu/menu-index.ts';
import { useMenu } from '@/features/menu/use-menu.ts';
import { useToggleAvailability } from '@/features/menu/use-availability.tsx';
import { ConnectionBanner } from '@/features/live/connection-badge.tsx';
import { cartCleared, lineAdded } from '@/features/orders/cart-slice.ts';
import { roundJob, createJob } from '@/features/orders/cart-jobs.ts';
import { submit } from '@/features/orders/outbox.ts';
import { saleSeen } from '@/features/orders/outbox-slice.ts';
import { useQuote } from '@/features/orders/use-quote.ts';
import { PrinterBanner } from '@/features/printing/printer-banner.tsx';
import { UncertainPrompt } from '@/features/printing/uncertain-prompt.tsx';
import { problemText } from '@/shared/i18n/problems.ts';
import { useAppDispatch, useAppSelector, useAppStore } from '@/shared/store-hooks.ts';
import { useMedia, WIDE } from '@fastops/ui/use-media';
import { CartPlace } from './cart-place.tsx';
import { CashierHeader } from './cashier-header.tsx';
import { CashierSheets, type Sheets } from './cashier-sheets.tsx';

export function CashierPage() {
  const { t } = useTranslation();
  const { menu, error, refetch } = useMenu();
  if (menu) return <Counter menu={menu} />;
  return (
    <main className="grid min-h-dvh place-items-center bg-canvas p-6 text-center text-lg text-soft">
      {error ? (
        <button type="button" className="rounded-xl bg-surface p-5 font-semibold shadow-card" onClick={() => refetch()}>
          {problemText(error)} {t('common.retry')}
        </button>
      ) : (
        t('common.loading')
      )}
    </main>
  );
}

function Counter({ menu }: { menu: Menu }) {
  const { t } = useTranslation();
  const wide = useMedia(WIDE);
  const index = indexMenu(menu);
  const cart = useAppSelector((state) => state.cart);
  const isAdmin = useAppSelector((state) => state.auth.staff?.roles.includes('admin') ?? false);
  const view = useQuote(cart.orderType, cart.lines);
  const [categoryId, setCategoryId] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  const [marking, setMarking] = useState(false);
  const [sheets, setSheets] = useState<Sheets>({});
  const open = useCallback((change: Sheets) => setSheets((before) => ({ ...before, ...change })), []);
  const inCart = useMemo(() => countByProduct(cart.lines), [cart.lines]);
  const categories = useMemo(() => shownCategories(menu), [menu]);
  const toggleAvailability = useToggleAvailability();
  const tap = useTapProduct(menu, open);
  const { send, charge } = useWaysOut(open);
  return (
    <div className="flex h-dvh flex-col bg-canvas text-ink">
      <ConnectionBanner />
      <PrinterBanner />
      <UncertainPrompt />
      <div className="flex min-h-0 flex-1">
        <main className="flex min-w-0 flex-1 flex-col">
          <CashierHeader
            search={search}
            onSearch={setSearch}
            onOrders={() => open({ orders: true })}
            onPending={() => open({ pending: true })}
            marking={marking}
            onMarking={isAdmin ? () => setMarking((before) => !before) : null}
          />
          <CategoryTabs
            categories={categories}
            selected={search ? null : categoryId}
            onSelect={(next) => {
              setSearch('');
              setCategoryId(next);
            }}
          />
          {marking ? (
            <p role="status" className="mx-4 mb-2 flex items-center justify-between rounded-xl bg-brand-tint py-1 pr-1 pl-4 font-semibold text-brand-strong">
              {t('menu.marking')}
              <button type="button" className="h-12 rounded-lg px-4 font-bold" onClick={() => setMarking(false)}>
                {t('product.done')}
              </button>
            </p>
          ) : null}
          <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain" key={search ? 'search' : categoryId}>
            <MenuGrid
              menu={menu}
              categoryId={categoryId}
              search={search}
              orderType={cart.orderType}
              inCart={inCart}
              onTap={marking ? toggleAvailability : tap}
              onHold={isAdmin ? toggleAvailability : undefined}
              marking={marking}
            />
          </div>
        </main>
        <CartPlace wide={wide} index={index} view={view} onEdit={(line) => open({ editing: line })} onSend={send} onCharge={charge} onPending={() => open({ pending: true })} />
      </div>
      <CashierSheets index={index} orderType={cart.orderType} sheets={sheets} onChange={open} />
    </div>
  );
}

function countByProduct(lines: readonly NewLine[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line.product_id, (counts.get(line.product_id) ?? 0) + line.quantity);
  return counts;
}

/** One tap adds, unless the product asks something first. The first tap also puts the last sale away. */
function useTapProduct(menu: Menu, open: (change: Sheets) => void): (product: Product) => void {
  const dispatch = useAppDispatch();
  return useCallback(
    (product: Product) => {
      const index = indexMenu(menu);
      dispatch(saleSeen());
      if (needsChoice(product, index)) open({ choosing: product });
      else dispatch(lineAdded({ ...freshDraft(product, index), line_id: newId('lin') }));
    },
    [menu, open, dispatch],
  );
}

/** Send and charge. Both clear the cart at the tap, so what is tapped next belongs to the next customer. */
function useWaysOut(open: (change: Sheets) => void) {
  const store = useAppStore();
  const send = () => {
    const { cart } = store.getState();
    if (cart.lines.length === 0) return;
    const job = cart.round ? roundJob(cart, cart.round) : createJob(cart, []);
    store.dispatch(cartCleared());
    void submit(store, job);
    toast.dismiss();
  };
  const charge = () => {
    toast.dismiss();
    open({ charging: { kind: 'cart' } });
  };
  return { send, charge };
}
