import type { OrderType, Product } from '@/shared/api/model.ts';
import { memo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { money } from '@/shared/money.ts';
import { cn } from '@fastops/ui/cn';
import { labelPrice } from './menu-index.ts';

const LONG_PRESS_MS = 550;

type ProductTileProps = {
  product: Product;
  tint: string;
  orderType: OrderType;
  inCart: number;
  onTap: (product: Product) => void;
  /** Holding the tile; absent for people who may not change availability. */
  onHold?: ((product: Product) => void) | undefined;
  marking: boolean;
};

/** One product on the counter: tap adds it, holding marks it sold out. */
export const ProductTile = memo(function ProductTile({ product, tint, orderType, inCart, onTap, onHold, marking }: ProductTileProps) {
  const { t } = useTranslation();
  const hold = useHold(onHold ? () => onHold(product) : undefined);
  const price = money(labelPrice(product, orderType));
  const blocked = product.sold_out && !marking && !onHold;
  return (
    <button
      type="button"
      data-slot="product-tile"
      aria-disabled={product.sold_out && !marking}
      disabled={blocked}
      onClick={() => {
        if (!hold.tookOver() && (!product.sold_out || marking)) onTap(product);
      }}
      {...hold.handlers}
      style={{ '--tint': tint } as React.CSSProperties}
      className={cn(
        'relative flex min-h-30 min-w-36 flex-col overflow-hidden rounded-2xl border border-line bg-surface p-2.5 text-left shadow-card transition-transform duration-75 select-none active:scale-[0.97]',
        inCart > 0 && 'border-[color-mix(in_oklab,var(--tint)_70%,var(--ink))] ring-1 ring-[color-mix(in_oklab,var(--tint)_70%,var(--ink))]',
        product.sold_out && 'border-dashed bg-canvas shadow-none',
        marking && 'outline-2 outline-offset-2 outline-brand outline-dashed',
      )}
    >
      <span className="flex items-start justify-between">
        <TileMark product={product} />
        {product.sold_out ? (
          <span className="rounded-md bg-bad px-2 py-0.5 text-sm font-bold text-white">{t('menu.soldOut')}</span>
        ) : inCart > 0 ? (
          <span key={inCart} className="grid h-8 min-w-8 animate-pop place-items-center rounded-full bg-invert px-2 text-base font-bold text-on-invert">
            <span aria-hidden>{inCart}</span>
            <span className="sr-only">{t('menu.inCart', { count: inCart })}</span>
          </span>
        ) : null}
      </span>
      <span className={cn('mt-1.5 line-clamp-2 text-[0.98rem] leading-[1.2] font-semibold', product.sold_out && 'text-soft')}>{product.name}</span>
      <span className="mt-auto pt-0.5 text-[0.95rem] font-medium text-soft">{product.variants.length > 0 ? t('menu.from', { price }) : price}</span>
    </button>
  );
});

function TileMark({ product }: { product: Product }) {
  return (
    <span
      aria-hidden
      data-emoji
      className={cn(
        'grid size-9.5 place-items-center rounded-xl bg-[color-mix(in_oklab,var(--tint)_15%,var(--surface))] text-[1.45rem] leading-none',
        product.sold_out && 'opacity-40 grayscale',
      )}
    >
      {product.emoji ?? <span className="text-lg font-bold text-[color-mix(in_oklab,var(--tint)_55%,var(--ink))]">{product.name.slice(0, 1)}</span>}
    </span>
  );
}

/** Tells a long press from a tap, by finger or mouse; the context menu key does the same by keyboard. */
function useHold(onHold: (() => void) | undefined) {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const held = useRef(false);
  const stop = () => {
    if (timer.current) clearTimeout(timer.current);
    timer.current = null;
  };
  if (!onHold) return { handlers: {}, tookOver: () => false };
  const fire = () => {
    stop();
    if (held.current) return;
    held.current = true;
    onHold();
  };
  return {
    tookOver: () => held.current,
    handlers: {
      onPointerDown: () => {
        held.current = false;
        timer.current = setTimeout(fire, LONG_PRESS_MS);
      },
      onPointerUp: stop,
      onPointerLeave: stop,
      onPointerCancel: stop,
      onKeyDown: () => {
        held.current = false;
      },
      onContextMenu: (event: React.MouseEvent) => {
        event.preventDefault();
        fire();
      },
    },
  };
}
