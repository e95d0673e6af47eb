/** A cart line in words: what the cashier reads back to the customer. */

import type { ChosenModifier, NewLine } from '@/shared/api/model.ts';
import type { MenuIndex } from '@/features/menu/menu-index.ts';

export type LineText = { name: string; emoji: string | null; details: string[] };

function modifierNames(chosen: readonly ChosenModifier[] | undefined, index: MenuIndex): string[] {
  return (chosen ?? []).flatMap((choice) => {
    const name = index.modifiers.get(choice.modifier_id)?.name;
    if (!name) return [];
    return [choice.quantity > 1 ? `${name} ×${choice.quantity}` : name];
  });
}

export function lineText(line: NewLine, index: MenuIndex): LineText {
  const product = index.products.get(line.product_id);
  const size = product?.variants.find((variant) => variant.variant_id === line.variant_id)?.name;
  const parts = (line.components ?? []).flatMap((component) => {
    const part = index.products.get(component.product_id);
    const partSize = part?.variants.find((variant) => variant.variant_id === component.variant_id)?.name;
    const name = [part?.name, partSize].filter(Boolean).join(' ');
    const choices = modifierNames(component.modifiers, index);
    return name ? [choices.length > 0 ? `${name} (${choices.join(', ')})` : name] : [];
  });
  const details = [size, ...parts, ...modifierNames(line.modifiers, index)].filter((text) => text !== undefined);
  return { name: product?.name ?? '', emoji: product?.emoji ?? null, details };
}
