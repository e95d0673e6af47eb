/**
 * Which choices a product asks for and whether a draft has made them. Only guidance for fingers: the box checks
 * every line again and its answer counts.
 */

import type { ChosenModifier, ComboSlot, ModifierGroup, NewComponent, NewLine, Product } from '@/shared/api/model.ts';
import type { MenuIndex } from './menu-index.ts';

export type Draft = Omit<NewLine, 'line_id'>;

export type GroupProgress = { min: number; max: number; chosen: number; missing: number; full: boolean };

/** A group's limits: `required` means at least one, and a maximum of 0 means no maximum. */
export function groupProgress(group: ModifierGroup, chosen: readonly ChosenModifier[]): GroupProgress {
  const own = new Set(group.modifiers.map((modifier) => modifier.modifier_id));
  const count = chosen.filter((choice) => own.has(choice.modifier_id)).reduce((total, choice) => total + choice.quantity, 0);
  const min = group.required ? Math.max(1, group.min) : group.min;
  const max = group.max === 0 ? Number.POSITIVE_INFINITY : group.max;
  return { min, max, chosen: count, missing: Math.max(0, min - count), full: count >= max };
}

function groupsOf(product: Product, index: MenuIndex): ModifierGroup[] {
  return product.modifier_group_ids.map((id) => index.groups.get(id)).filter((group) => group !== undefined);
}

/** The groups a product shows, those that must be answered first. */
export function shownGroups(product: Product, index: MenuIndex): ModifierGroup[] {
  const mustAnswer = (group: ModifierGroup) => group.required || group.min > 0;
  return groupsOf(product, index).toSorted((a, b) => Number(mustAnswer(b)) - Number(mustAnswer(a)));
}

function defaultModifiers(product: Product, index: MenuIndex): ChosenModifier[] {
  return groupsOf(product, index).flatMap((group) =>
    group.modifiers.filter((modifier) => modifier.is_default && modifier.active).map((modifier) => ({ modifier_id: modifier.modifier_id, quantity: 1 })),
  );
}

/** The component of a combo slot once its option is picked, with that product's own defaults. */
export function componentOf(slot: ComboSlot, productId: string, variantId: string | null, index: MenuIndex): NewComponent {
  const product = index.products.get(productId);
  return { slot_id: slot.slot_id, product_id: productId, variant_id: variantId, modifiers: product ? defaultModifiers(product, index) : [] };
}

/** What one tap on a tile means: defaults chosen, and slots with a single option filled. */
export function freshDraft(product: Product, index: MenuIndex): Draft {
  const components = product.combo_slots.flatMap((slot) => {
    const [only, ...others] = slot.options;
    return only && others.length === 0 ? [componentOf(slot, only.product_id, only.variant_id ?? null, index)] : [];
  });
  return { product_id: product.product_id, variant_id: null, quantity: 1, modifiers: defaultModifiers(product, index), components };
}

/** Names of what still has to be chosen, in the order the sheet shows it. Empty means the draft may be added. */
export function missingChoices(product: Product, draft: Draft, index: MenuIndex, sizeName: string): string[] {
  const missing: string[] = [];
  if (product.variants.length > 0 && !draft.variant_id) missing.push(sizeName);
  for (const slot of product.combo_slots) {
    const component = draft.components?.find((candidate) => candidate.slot_id === slot.slot_id);
    if (!component) missing.push(slot.name);
    else missing.push(...missingInComponent(component, index));
  }
  return [...missing, ...missingGroups(shownGroups(product, index), draft.modifiers ?? [])];
}

function missingInComponent(component: NewComponent, index: MenuIndex): string[] {
  const product = index.products.get(component.product_id);
  return product ? missingGroups(shownGroups(product, index), component.modifiers ?? []) : [];
}

function missingGroups(groups: readonly ModifierGroup[], chosen: readonly ChosenModifier[]): string[] {
  return groups.filter((group) => groupProgress(group, chosen).missing > 0).map((group) => group.name);
}

/** Whether a tap must open the sheet instead of adding at once. */
export function needsChoice(product: Product, index: MenuIndex): boolean {
  return missingChoices(product, freshDraft(product, index), index, '').length > 0 || product.variants.length > 0;
}

/** Whether there is anything to change about a product at all. */
export function hasChoices(product: Product): boolean {
  return product.variants.length > 0 || product.modifier_group_ids.length > 0 || product.combo_slots.length > 0;
}

/**
 * The modifiers after a tap on one of a group: a second tap takes it off, and in a choose-one group the new
 * choice replaces the old. A full group ignores the tap.
 */
export function toggleModifier(group: ModifierGroup, chosen: readonly ChosenModifier[], modifierId: string): ChosenModifier[] {
  const progress = groupProgress(group, chosen);
  const without = chosen.filter((choice) => choice.modifier_id !== modifierId);
  if (without.length < chosen.length) return progress.min === 1 && progress.max === 1 ? [...chosen] : without;
  if (progress.max === 1) {
    const own = new Set(group.modifiers.map((modifier) => modifier.modifier_id));
    return [...chosen.filter((choice) => !own.has(choice.modifier_id)), { modifier_id: modifierId, quantity: 1 }];
  }
  return progress.full ? [...chosen] : [...chosen, { modifier_id: modifierId, quantity: 1 }];
}

/** The modifiers after a quantity was stepped; zero takes it off. */
export function setModifierQuantity(chosen: readonly ChosenModifier[], modifierId: string, quantity: number): ChosenModifier[] {
  if (quantity <= 0) return chosen.filter((choice) => choice.modifier_id !== modifierId);
  return chosen.map((choice) => (choice.modifier_id === modifierId ? { ...choice, quantity } : choice));
}
