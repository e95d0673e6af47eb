import { describe, expect, it } from 'vitest';
import { formatClock, formatElapsed, serverOffset } from './time.ts';

describe('formatElapsed', () => {
  it('counts up in minutes and seconds, then hours', () => {
    expect(formatElapsed(7_400)).toBe('0:07');
    expect(formatElapsed(342_000)).toBe('5:42');
    expect(formatElapsed(3_723_000)).toBe('1:02:03');
  });

  it('is never negative when the clocks disagree', () => {
    expect(formatElapsed(-4_000)).toBe('0:00');
  });
});

describe('formatClock', () => {
  it('shows the branch time wherever the tablet thinks it is', () => {
    const at = Date.UTC(2026, 10, 22, 16, 2);
    expect(formatClock(at, 'America/Bogota').replaceAll(/[\u00A0\u202F]/g, ' ')).toBe('11:02 a. m.');
  });
});

describe('serverOffset', () => {
  it('is what must be added to the device clock', () => {
    expect(serverOffset(10_000, 7_000)).toBe(3_000);
  });
});
