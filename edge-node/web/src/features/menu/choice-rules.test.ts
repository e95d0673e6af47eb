import type { Menu, Modifier, ModifierGroup, Product } from '@/shared/api/model.ts';
import { describe, expect, it } from 'vitest';
import { freshDraft, groupProgress, missingChoices, needsChoice, setModifierQuantity, shownGroups, toggleModifier } from './choice-rules.ts';
import { indexMenu } from './menu-index.ts';

const modifier = (modifier_id: string, more: Partial<Modifier> = {}): Modifier => ({
  modifier_id, name: modifier_id, price: 0, max: 1, is_default: false, recipe: [], active: true, ...more,
});
const group = (id: string, required: boolean, min: number, max: number, modifiers: Modifier[]): ModifierGroup => ({
  modifier_group_id: id, name: id, required, min, max, modifiers,
});
const product = (product_id: string, more: Partial<Product> = {}): Product => ({
  product_id, category_id: 'cat', name: product_id, price: 100, channel_prices: [], variants: [], modifier_group_ids: [], combo_slots: [],
  description: null, emoji: null, station_id: null, recipe: [], without_recipe: true, tax: 'inc', position: 0, active: true, sold_out: false, ...more,
});

const term = group('termino', true, 1, 1, [modifier('medio'), modifier('asado', { is_default: true })]);
const sauce = group('salsas', false, 0, 2, [modifier('rosada'), modifier('pina'), modifier('ajo')]);
const drink = group('bebida', true, 1, 1, [modifier('cola'), modifier('agua')]);

function menuOf(products: Product[]): Menu {
  return { version: 1, categories: [], products, modifier_groups: [term, sauce, drink], ingredients: [], stations: [] };
}

describe('needsChoice', () => {
  const cases: [string, Product, boolean][] = [
    ['a plain product adds at once', product('papas'), false],
    ['optional extras do not stop the tap', product('perro', { modifier_group_ids: ['salsas'] }), false],
    ['a required group answered by its default does not either', product('burger', { modifier_group_ids: ['termino'] }), false],
    ['a required group without default asks', product('combo', { modifier_group_ids: ['bebida'] }), true],
    ['sizes always ask', product('salchi', { variants: [{ variant_id: 'v', name: 'P', price: 1, recipe: [] }] }), true],
    ['a slot with one option is filled', product('c1', { combo_slots: [{ slot_id: 's', name: 'Papas', options: [{ product_id: 'papas', surcharge: 0, variant_id: null }] }] }), false],
    [
      'a slot with two options asks',
      product('c2', { combo_slots: [{ slot_id: 's', name: 'Lado', options: [{ product_id: 'papas', surcharge: 0, variant_id: null }, { product_id: 'yuca', surcharge: 0, variant_id: null }] }] }),
      true,
    ],
  ];
  it.each(cases)('%s', (_, tapped, expected) => {
    expect(needsChoice(tapped, indexMenu(menuOf([tapped, product('papas')])))).toBe(expected);
  });
});

describe('missingChoices', () => {
  it('names the size first, then slots and what their product asks, then groups', () => {
    const side = product('burger', { modifier_group_ids: ['bebida'] });
    const combo = product('combo', {
      variants: [{ variant_id: 'v', name: 'Grande', price: 1, recipe: [] }],
      modifier_group_ids: ['salsas', 'bebida'],
      combo_slots: [{ slot_id: 's', name: 'Fuerte', options: [{ product_id: 'burger', surcharge: 0, variant_id: null }] }],
    });
    const index = indexMenu(menuOf([combo, side]));
    expect(missingChoices(combo, freshDraft(combo, index), index, 'Tamaño')).toEqual(['Tamaño', 'bebida', 'bebida']);
  });
});

describe('shownGroups', () => {
  it('puts what must be answered first', () => {
    const both = product('perro', { modifier_group_ids: ['salsas', 'bebida'] });
    expect(shownGroups(both, indexMenu(menuOf([both]))).map((shown) => shown.name)).toEqual(['bebida', 'salsas']);
  });
});

describe('toggleModifier', () => {
  it('replaces in a choose-one group and keeps a required answer', () => {
    const first = toggleModifier(drink, [], 'cola');
    expect(toggleModifier(drink, first, 'agua')).toEqual([{ modifier_id: 'agua', quantity: 1 }]);
    expect(toggleModifier(drink, first, 'cola')).toEqual(first);
  });

  it('stops at the maximum and takes off on the second tap', () => {
    const two = toggleModifier(sauce, toggleModifier(sauce, [], 'rosada'), 'pina');
    expect(toggleModifier(sauce, two, 'ajo')).toEqual(two);
    expect(toggleModifier(sauce, two, 'rosada')).toEqual([{ modifier_id: 'pina', quantity: 1 }]);
  });

  it('leaves other groups alone', () => {
    const other = [{ modifier_id: 'rosada', quantity: 1 }];
    expect(toggleModifier(drink, other, 'cola')).toEqual([...other, { modifier_id: 'cola', quantity: 1 }]);
  });
});

describe('groupProgress', () => {
  it('counts quantities and treats 0 as no maximum', () => {
    const open = group('extra', false, 0, 0, [modifier('queso', { max: 5 })]);
    expect(groupProgress(open, [{ modifier_id: 'queso', quantity: 4 }])).toMatchObject({ chosen: 4, full: false, missing: 0 });
    expect(groupProgress(drink, [])).toMatchObject({ min: 1, max: 1, missing: 1 });
  });
});

describe('setModifierQuantity', () => {
  it('takes off at zero', () => {
    expect(setModifierQuantity([{ modifier_id: 'queso', quantity: 1 }], 'queso', 0)).toEqual([]);
    expect(setModifierQuantity([{ modifier_id: 'queso', quantity: 1 }], 'queso', 3)).toEqual([{ modifier_id: 'queso', quantity: 3 }]);
  });
});
