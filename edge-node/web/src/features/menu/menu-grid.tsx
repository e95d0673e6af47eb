/** The counter: tabs, search result or category, and the tiles. */

import type { Menu, OrderType, Product } from '@/shared/api/model.ts';
import { SearchX, UtensilsCrossed } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@fastops/ui/empty-state';
import { indexMenu, searchProducts, shownProducts } from './menu-index.ts';
import { ProductTile } from './product-tile.tsx';
import { tintOf } from './tint.ts';

type MenuGridProps = {
  menu: Menu;
  categoryId: string | null;
  search: string;
  orderType: OrderType;
  inCart: ReadonlyMap<string, number>;
  onTap: (product: Product) => void;
  onHold?: ((product: Product) => void) | undefined;
  marking: boolean;
};

export function MenuGrid({ menu, categoryId, search, orderType, inCart, onTap, onHold, marking }: MenuGridProps) {
  const { t } = useTranslation();
  const typed = search.trim();
  const products = useMemo(() => (typed ? searchProducts(menu, typed) : shownProducts(menu, categoryId)), [menu, typed, categoryId]);
  const { categories } = indexMenu(menu);
  if (products.length === 0) {
    return typed ? <EmptyState icon={SearchX} title={t('menu.none', { text: typed })} /> : <EmptyState icon={UtensilsCrossed} title={t('menu.empty')} hint={t('menu.emptyHint')} />;
  }
  return (
    <section aria-label={t('menu.products')} className="grid grid-cols-[repeat(auto-fill,minmax(9.25rem,1fr))] gap-2.5 px-3 pt-1 pb-28 sm:px-4 sm:pb-6">
      {products.map((product) => (
        <ProductTile
          key={product.product_id}
          product={product}
          tint={tintOf(categories.get(product.category_id))}
          orderType={orderType}
          inCart={inCart.get(product.product_id) ?? 0}
          onTap={onTap}
          onHold={onHold}
          marking={marking}
        />
      ))}
    </section>
  );
}
