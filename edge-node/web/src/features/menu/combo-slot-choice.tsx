import type { ComboOption, ComboSlot, NewComponent } from '@/shared/api/model.ts';
import { useTranslation } from 'react-i18next';
import { money } from '@/shared/money.ts';
import { ChoiceGroup } from './choice-group.tsx';
import { componentOf, shownGroups } from './choice-rules.ts';
import type { MenuIndex } from './menu-index.ts';
import { OptionButton, OptionGrid, SectionTitle } from './option-button.tsx';

type ComboSlotChoiceProps = {
  slot: ComboSlot;
  index: MenuIndex;
  component: NewComponent | undefined;
  onChange: (component: NewComponent) => void;
};

/** One slot of a combo: which product fills it, and what that product itself asks. */
export function ComboSlotChoice({ slot, index, component, onChange }: ComboSlotChoiceProps) {
  const { t } = useTranslation();
  const product = component ? index.products.get(component.product_id) : undefined;
  const isChosen = (option: ComboOption) => component?.product_id === option.product_id && (component.variant_id ?? null) === (option.variant_id ?? null);
  return (
    <section className="space-y-4">
      <div>
        <SectionTitle title={slot.name} hint={t('product.chooseOne')} missing={component ? 0 : 1} required />
        <OptionGrid label={slot.name}>
          {slot.options.map((option) => (
            <OptionButton
              key={`${option.product_id}:${option.variant_id ?? ''}`}
              name={optionName(option, index)}
              detail={optionDetail(option, index, t('menu.soldOut'), t('product.free'), (price) => t('product.plus', { price }))}
              selected={isChosen(option)}
              disabled={index.products.get(option.product_id)?.sold_out ?? true}
              onClick={() => onChange(componentOf(slot, option.product_id, option.variant_id ?? null, index))}
            />
          ))}
        </OptionGrid>
      </div>
      {component && product
        ? shownGroups(product, index).map((group) => (
            <div key={group.modifier_group_id} className="border-l-4 border-line pl-4">
              <ChoiceGroup group={group} chosen={component.modifiers ?? []} onChange={(modifiers) => onChange({ ...component, modifiers })} />
            </div>
          ))
        : null}
    </section>
  );
}

function optionName(option: ComboOption, index: MenuIndex): string {
  const product = index.products.get(option.product_id);
  const variant = product?.variants.find((candidate) => candidate.variant_id === option.variant_id);
  return [product?.name ?? '', variant?.name].filter(Boolean).join(' · ');
}

function optionDetail(option: ComboOption, index: MenuIndex, soldOut: string, free: string, plus: (price: string) => string): string {
  if (index.products.get(option.product_id)?.sold_out) return soldOut;
  return option.surcharge === 0 ? free : plus(money(option.surcharge));
}
