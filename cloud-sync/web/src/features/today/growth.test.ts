import { describe, expect, it } from 'vitest';
import { growthOf, longDay, shareOf, weekdayOf } from './growth.ts';

describe('growthOf', () => {
  it('writes tenths of a percent in the words of the place', () => {
    expect(growthOf(1_250, 'es-CO')).toEqual({ direction: 'up', percent: '12,5' });
    expect(growthOf(-300, 'en')).toEqual({ direction: 'down', percent: '3' });
  });

  it('knows nothing where there was nothing, and a hair is the same', () => {
    expect(growthOf(null, 'es-CO')).toBeNull();
    expect(growthOf(4, 'es-CO')).toEqual({ direction: 'same', percent: '0' });
  });
});

describe('shareOf', () => {
  it('is a whole percent', () => {
    expect(shareOf(1, 3)).toBe(33);
    expect(shareOf(0, 0)).toBe(0);
  });
});

describe('business days', () => {
  it('are not moved by the zone of the browser', () => {
    expect(weekdayOf('2026-11-24', 'es-CO')).toBe('martes');
    expect(longDay('2026-11-24', 'es-CO')).toBe('martes, 24 de noviembre');
  });
});
