/** Adjusts the generated client to how the screens use it: what a change makes stale beyond its own kind. */

import { boxApi } from '@fastops/client/api';

const QUOTE_KEEP_S = 5;

export const api = boxApi.enhanceEndpoints({
  endpoints: {
    // A quote is stale when a price changes, not when another order does.
    quoteOrder: { providesTags: ['menu'], keepUnusedDataFor: QUOTE_KEEP_S },
    startPreparing: { invalidatesTags: ['kitchen'] },
    markReady: { invalidatesTags: ['kitchen', 'orders'] },
    recallReady: { invalidatesTags: ['kitchen', 'orders'] },
  },
});
