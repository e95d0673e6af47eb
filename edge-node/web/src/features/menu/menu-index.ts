/** The menu by id, built once per answer of the box. */

import type { Category, Menu, Modifier, ModifierGroup, OrderType, Product } from '@/shared/api/model.ts';

export type MenuIndex = {
  products: ReadonlyMap<string, Product>;
  groups: ReadonlyMap<string, ModifierGroup>;
  modifiers: ReadonlyMap<string, Modifier>;
  categories: ReadonlyMap<string, Category>;
};

const indexes = new WeakMap<Menu, MenuIndex>();

export function indexMenu(menu: Menu): MenuIndex {
  const known = indexes.get(menu);
  if (known) return known;
  const index: MenuIndex = {
    products: new Map(menu.products.map((product) => [product.product_id, product])),
    groups: new Map(menu.modifier_groups.map((group) => [group.modifier_group_id, group])),
    modifiers: new Map(menu.modifier_groups.flatMap((group) => group.modifiers.map((modifier) => [modifier.modifier_id, modifier] as const))),
    categories: new Map(menu.categories.map((category) => [category.category_id, category])),
  };
  indexes.set(menu, index);
  return index;
}

/** Categories that have something to sell, in the owner's order. */
export function shownCategories(menu: Menu): Category[] {
  const used = new Set(menu.products.filter((product) => product.active).map((product) => product.category_id));
  return menu.categories.filter((category) => category.active && used.has(category.category_id)).toSorted((a, b) => a.position - b.position);
}

/** Products on sale, by the position of their category and then their own. */
export function shownProducts(menu: Menu, categoryId: string | null): Product[] {
  const { categories } = indexMenu(menu);
  const place = (product: Product) => categories.get(product.category_id)?.position ?? Number.MAX_SAFE_INTEGER;
  return menu.products
    .filter((product) => product.active && categories.get(product.category_id)?.active !== false)
    .filter((product) => categoryId === null || product.category_id === categoryId)
    .toSorted((a, b) => place(a) - place(b) || a.position - b.position);
}

/** The menu's own price label for a channel; what a line costs is only ever the box's quote. */
export function labelPrice(product: Product, orderType: OrderType): number {
  return product.channel_prices.find((channel) => channel.order_type === orderType)?.price ?? product.price;
}

function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{Diacritic}/gu, '').toLowerCase();
}

/** Products whose name or category contains every typed word, accents ignored. */
export function searchProducts(menu: Menu, typed: string): Product[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  const { categories } = indexMenu(menu);
  return shownProducts(menu, null).filter((product) => {
    const text = plain(`${product.name} ${categories.get(product.category_id)?.name ?? ''}`);
    return words.every((word) => text.includes(word));
  });
}
