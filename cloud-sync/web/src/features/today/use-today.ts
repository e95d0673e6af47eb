import { api } from '@/shared/api/cloud-api.ts';

/** What boxes do not tell by an event (that they are gone) is asked for this often. */
const POLL_MS = 10_000;

/** How all branches do, kept fresh by events and, for silence, by asking. */
export function useToday() {
  return api.useGetDashboardQuery(undefined, { pollingInterval: POLL_MS, skipPollingIfUnfocused: true, refetchOnFocus: true });
}
