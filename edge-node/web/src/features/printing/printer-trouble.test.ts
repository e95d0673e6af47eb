import type { PrintJob } from '@/shared/api/model.ts';
import type { PrinterStatus } from '@fastops/client/api';
import { describe, expect, it } from 'vitest';
import { stuckTickets, troubleOf } from './printer-trouble.ts';

const printer = (state: string): PrinterStatus => ({ printer_id: 'prn_1', name: 'Parrilla', state, queued: 2, estimate_s: 4 });
const job = (print_job_id: string, more: Partial<PrintJob>): PrintJob => ({
  print_job_id, printer_id: 'prn_1', printer_name: 'Parrilla', kind: 'kitchen', state: 'queued', copy_no: 1, created_at_ms: 5, ...more,
});

describe('troubleOf', () => {
  it('is nothing when the printer prints, and an error when the state is unknown', () => {
    expect(troubleOf(printer('ok'))).toBeNull();
    expect(troubleOf(printer('paper_out'))).toBe('paper_out');
    expect(troubleOf(printer('on_fire'))).toBe('error');
  });
});

describe('stuckTickets', () => {
  it('names kitchen tickets that wait for a printer in trouble, oldest first', () => {
    const jobs = [
      job('pj_new', { created_at_ms: 9, state: 'blocked' }),
      job('pj_printed', { state: 'printed' }),
      job('pj_receipt', { kind: 'receipt' }),
      job('pj_elsewhere', { printer_id: 'prn_2' }),
      job('pj_old', { created_at_ms: 1, state: 'retry_wait' }),
    ];
    expect(stuckTickets(jobs, [printer('paper_out')]).map((stuck) => stuck.print_job_id)).toEqual(['pj_old', 'pj_new']);
  });
});
