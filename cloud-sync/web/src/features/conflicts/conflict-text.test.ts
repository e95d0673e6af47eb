import { describe, expect, it } from 'vitest';
import { fieldKey, kindKey, valueText } from './conflict-text.ts';

const WORDS = { yes: 'Sí', no: 'No', nothing: 'vacío' };
const plain = (text: string) => text.replaceAll(/\s/g, ' ');

describe('conflict texts', () => {
  it('name a field by its last step', () => {
    expect(fieldKey('price')).toBe('price');
    expect(fieldKey('variants[]/var_1/name')).toBe('name');
    expect(fieldKey('allergens')).toBeNull();
  });

  it('name a kind, also one that is newer than the page', () => {
    expect(kindKey('product')).toBe('product');
    expect(kindKey('promotion')).toBe('other');
  });

  it('write values as people read them', () => {
    expect(plain(valueText('variants[]/var_1/price', 1_250_000, WORDS))).toBe('$ 12.500');
    expect(valueText('position', 3, WORDS)).toBe('3');
    expect(valueText('active', false, WORDS)).toBe('No');
    expect(valueText('description', null, WORDS)).toBe('vacío');
    expect(valueText('name', 'Ranchera', WORDS)).toBe('Ranchera');
  });
});
