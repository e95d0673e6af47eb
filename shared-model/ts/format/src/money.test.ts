import { describe, expect, it } from 'vitest';
import { formatMoney, likelyTenders, parsePesos } from './money.ts';

const plain = (text: string) => text.replaceAll('\u00A0', ' ');

describe('formatMoney', () => {
  it('reads like a Colombian price tag', () => {
    expect(plain(formatMoney(1_250_000))).toBe('$ 12.500');
    expect(plain(formatMoney(0))).toBe('$ 0');
    expect(plain(formatMoney(-500_000))).toBe('-$ 5.000');
  });

  it('rounds to whole pesos, half away from zero', () => {
    expect(plain(formatMoney(1_250_049))).toBe('$ 12.500');
    expect(plain(formatMoney(1_250_050))).toBe('$ 12.501');
    expect(plain(formatMoney(-1_250_050))).toBe('-$ 12.501');
    expect(plain(formatMoney(-49))).toBe('$ 0');
  });
});

describe('parsePesos', () => {
  it('takes whole pesos however they are grouped', () => {
    expect(parsePesos('12.500')).toBe(1_250_000);
    expect(parsePesos('$ 1.000')).toBe(100_000);
    expect(parsePesos('')).toBeNull();
    expect(parsePesos('abc')).toBeNull();
  });
});

describe('likelyTenders', () => {
  const pesos = (due: number) => likelyTenders(due * 100).map((amount) => amount / 100);

  it('offers the next round amounts, then the notes', () => {
    expect(pesos(33_400)).toEqual([34_000, 35_000, 40_000, 50_000, 100_000]);
    expect(pesos(12_500)).toEqual([13_000, 15_000, 20_000, 50_000, 100_000]);
  });

  it('never repeats the exact amount', () => {
    expect(pesos(20_000)).toEqual([50_000, 100_000]);
  });

  it('rounds past the largest note', () => {
    expect(pesos(123_450)).toEqual([124_000, 125_000, 130_000]);
  });

  it('has nothing to offer when nothing is due', () => {
    expect(pesos(0)).toEqual([]);
  });
});
