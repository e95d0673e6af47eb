import { describe, expect, it } from 'vitest';
import { ago, left } from './ago.ts';

const NOW = 1_795_384_800_000;

describe('ago', () => {
  it('counts in the largest unit that fits', () => {
    expect(ago(NOW - 4_200, NOW, 'es-CO')).toBe('hace 4 segundos');
    expect(ago(NOW - 90_000, NOW, 'es-CO')).toBe('hace 1 minuto');
    expect(ago(NOW - 3 * 3_600_000, NOW, 'en')).toBe('3 hours ago');
    expect(ago(NOW - 25 * 3_600_000, NOW, 'es-CO')).toBe('ayer');
  });

  it('never speaks of the future', () => {
    expect(ago(NOW + 5_000, NOW, 'es-CO')).toBe('hace 0 segundos');
  });
});

describe('left', () => {
  it('counts down to nothing and stays there', () => {
    expect(left(NOW + 3_723_000, NOW)).toBe('1:02:03');
    expect(left(NOW - 1, NOW)).toBe('0:00:00');
  });
});
