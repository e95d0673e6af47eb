/** Prices come from the box only. While a new quote is under way the last one stays on screen. */

import type { NewLine, OrderType, Quote } from '@/shared/api/model.ts';
import { useMemo } from 'react';
import { api } from '@/shared/api/box-api.ts';
import { useDebounced } from '@/shared/use-debounced.ts';

const SETTLE_MS = 60;

export type QuoteView = {
  quote: Quote | undefined;
  /** The quote shown is for exactly the lines asked about. */
  current: boolean;
  error: unknown;
};

export function useQuote(orderType: OrderType, lines: readonly NewLine[]): QuoteView {
  const asked = useMemo(() => ({ quoteRequest: { order_type: orderType, lines: [...lines] } }), [orderType, lines]);
  const settled = useDebounced(asked, SETTLE_MS);
  const { data, isFetching, error } = api.useQuoteOrderQuery(settled, { skip: settled.quoteRequest.lines.length === 0 });
  const current = settled === asked && !isFetching && !error;
  return { quote: lines.length === 0 ? undefined : data, current, error };
}
