import { describe, expect, it } from 'vitest';
import { newId } from './ids.ts';

describe('newId', () => {
  it('is a prefix and a version 7 UUID in lower-case hex', () => {
    expect(newId('ord')).toMatch(/^ord_[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
  });

  it('carries its moment in the first 48 bits', () => {
    const at = Date.UTC(2026, 10, 22, 16, 2);
    expect(Number.parseInt(newId('cmd', at).slice(4, 16), 16)).toBe(at);
  });

  it('sorts by time', () => {
    expect(newId('lin', 1_000) < newId('lin', 2_000)).toBe(true);
  });

  it('does not repeat', () => {
    expect(new Set(Array.from({ length: 1_000 }, () => newId('pay'))).size).toBe(1_000);
  });
});
