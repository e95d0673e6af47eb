/** What keeps printers from printing and which kitchen tickets wait because of it, as the box lists both. */

import type { PrintJob } from '@/shared/api/model.ts';
import type { PrinterStatus } from '@fastops/client/api';
import { api } from '@/shared/api/box-api.ts';

/** Events refresh both lists at once; this only covers an event that got lost. */
const POLL_MS = 15_000;
const NEWEST = 100;

const TROUBLES = ['paper_out', 'cover_open', 'offline', 'error'] as const;
export type Trouble = (typeof TROUBLES)[number];

/** A state newer than this screen is an error to it. */
export function troubleOf(printer: PrinterStatus): Trouble | null {
  if (printer.state === 'ok') return null;
  return TROUBLES.find((known) => known === printer.state) ?? 'error';
}

export function useTroubledPrinters(): PrinterStatus[] {
  const { data } = api.useListPrintersQuery(undefined, { pollingInterval: POLL_MS });
  return (data?.items ?? []).filter((printer) => troubleOf(printer) !== null);
}

const WAITING: ReadonlySet<string> = new Set(['queued', 'retry_wait', 'blocked']);

/** Kitchen tickets that wait for one of these printers, oldest first. */
export function stuckTickets(jobs: readonly PrintJob[], printers: readonly PrinterStatus[]): PrintJob[] {
  const troubled = new Set(printers.map((printer) => printer.printer_id));
  const stuck = jobs.filter((job) => job.kind === 'kitchen' && WAITING.has(job.state) && troubled.has(job.printer_id));
  return stuck.toSorted((a, b) => a.created_at_ms - b.created_at_ms);
}

export function useStuckTickets(printers: readonly PrinterStatus[]): PrintJob[] {
  const { data } = api.useListPrintJobsQuery({ limit: NEWEST }, { skip: printers.length === 0, pollingInterval: POLL_MS, refetchOnMountOrArgChange: true });
  return printers.length === 0 ? [] : stuckTickets(data?.items ?? [], printers);
}
