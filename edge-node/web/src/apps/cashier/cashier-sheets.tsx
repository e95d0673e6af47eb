/** The sheets over the counter, each open or not. */

import type { NewLine, OrderType, Product } from '@/shared/api/model.ts';
import { newId } from '@fastops/format/ids';
import { useCallback, useMemo } from 'react';
import type { Draft } from '@/features/menu/choice-rules.ts';
import type { MenuIndex } from '@/features/menu/menu-index.ts';
import { ProductSheet } from '@/features/menu/product-sheet.tsx';
import { lineAdded, lineChanged } from '@/features/orders/cart-slice.ts';
import { ChargeSheet, type ChargeTarget } from '@/features/orders/charge-sheet.tsx';
import { OpenOrders } from '@/features/orders/open-orders.tsx';
import { OrderDetail } from '@/features/orders/order-detail.tsx';
import { PendingSheet } from '@/features/orders/pending-sheet.tsx';
import { useQuote } from '@/features/orders/use-quote.ts';
import { money } from '@/shared/money.ts';
import { useAppDispatch } from '@/shared/store-hooks.ts';

export type Sheets = {
  choosing?: Product | null;
  editing?: NewLine | null;
  charging?: ChargeTarget | null;
  orders?: boolean;
  orderId?: string | null;
  pending?: boolean;
};

type CashierSheetsProps = { index: MenuIndex; orderType: OrderType; sheets: Sheets; onChange: (change: Sheets) => void };

export function CashierSheets({ index, orderType, sheets, onChange }: CashierSheetsProps) {
  const dispatch = useAppDispatch();
  const { choosing, editing, charging } = sheets;
  const edited = editing ? index.products.get(editing.product_id) : undefined;
  const closeCharge = useCallback(() => onChange({ charging: null }), [onChange]);
  const add = (draft: Draft) => {
    dispatch(lineAdded({ ...draft, line_id: newId('lin') }));
    onChange({ choosing: null });
  };
  const change = (draft: Draft) => {
    if (editing) dispatch(lineChanged({ ...draft, line_id: editing.line_id }));
    onChange({ editing: null });
  };
  const shared = { index, orderType, priceOf: draftPrice };
  return (
    <>
      {choosing ? <ProductSheet {...shared} product={choosing} onClose={() => onChange({ choosing: null })} onDone={add} /> : null}
      {editing && edited ? <ProductSheet {...shared} product={edited} initial={editing} onClose={() => onChange({ editing: null })} onDone={change} /> : null}
      {charging ? <ChargeSheet target={charging} onClose={closeCharge} /> : null}
      {sheets.orders ? <OpenOrders onClose={() => onChange({ orders: false })} onOpen={(orderId) => onChange({ orderId, orders: false })} /> : null}
      {sheets.orderId ? (
        <OrderDetail
          orderId={sheets.orderId}
          onClose={() => onChange({ orderId: null })}
          onCharge={(order) => onChange({ orderId: null, charging: { kind: 'order', order_id: order.order_id, number: order.number } })}
        />
      ) : null}
      {sheets.pending ? <PendingSheet onClose={() => onChange({ pending: false })} /> : null}
    </>
  );
}

function draftPrice(line: NewLine, orderType: OrderType) {
  return <DraftPrice line={line} orderType={orderType} />;
}

/** The box's price for a draft that is not in the cart yet. */
function DraftPrice({ line, orderType }: { line: NewLine; orderType: OrderType }) {
  const lines = useMemo(() => [line], [line]);
  const { quote, current } = useQuote(orderType, lines);
  return <span className={current ? undefined : 'opacity-60'}>{quote ? money(quote.totals.total) : '…'}</span>;
}
