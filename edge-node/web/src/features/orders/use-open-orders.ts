/** Orders that still need somebody: not handed over yet, or handed over and not paid. */

import type { OrderPage } from '@fastops/client/api';
import type { OrderSummary } from '@/shared/api/model.ts';
import { useEffect } from 'react';
import { api } from '@/shared/api/box-api.ts';

const LIMIT = 100;
/** Pages fetched without being asked for; more of what is not handed over than of what only may be unpaid. */
const EAGER_PAGES = { waiting: 10, delivered: 2 };

type Group = { statuses: string };
const WAITING: Group = { statuses: 'open,sent,preparing,ready' };
const DELIVERED: Group = { statuses: 'delivered' };

const openOrdersApi = api.injectEndpoints({
  endpoints: (build) => ({
    pageOrders: build.infiniteQuery<OrderPage, Group, string | null>({
      infiniteQueryOptions: { initialPageParam: null, getNextPageParam: (page) => page.next_cursor ?? undefined },
      query: ({ queryArg: { statuses }, pageParam }) => ({
        url: '/api/v1/orders',
        params: { status: statuses, limit: LIMIT, ...(pageParam === null ? {} : { cursor: pageParam }) },
      }),
      providesTags: ['orders'],
    }),
  }),
});

/** Whether an order is still somebody's work. */
export function needsSomebody(order: OrderSummary): boolean {
  if (order.status === 'cancelled') return false;
  return order.status !== 'delivered' || order.payment_state !== 'paid';
}

function usePages(group: Group, eager: number) {
  const query = openOrdersApi.usePageOrdersInfiniteQuery(group);
  const pages = query.data?.pages ?? [];
  const { hasNextPage, isFetching, isError, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError && pages.length < eager) void fetchNextPage();
  }, [hasNextPage, isFetching, isError, fetchNextPage, pages.length, eager]);
  return { orders: pages.flatMap((page) => page.items), isLoading: query.isLoading, isFetching, hasMore: hasNextPage, more: () => void fetchNextPage() };
}

export function useOpenOrders() {
  const waiting = usePages(WAITING, EAGER_PAGES.waiting);
  const delivered = usePages(DELIVERED, EAGER_PAGES.delivered);
  const orders = [...waiting.orders, ...delivered.orders].filter(needsSomebody).toSorted((a, b) => b.created_at_ms - a.created_at_ms);
  const more = () => {
    if (waiting.hasMore) waiting.more();
    if (delivered.hasMore) delivered.more();
  };
  return {
    orders,
    isLoading: waiting.isLoading || delivered.isLoading,
    isFetching: waiting.isFetching || delivered.isFetching,
    more: waiting.hasMore || delivered.hasMore ? more : null,
  };
}
