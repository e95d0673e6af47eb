import type { ChosenModifier, ModifierGroup } from '@/shared/api/model.ts';
import { useTranslation } from 'react-i18next';
import { money } from '@/shared/money.ts';
import { Stepper } from '@/shared/ui/stepper.tsx';
import { groupProgress, setModifierQuantity, toggleModifier, type GroupProgress } from './choice-rules.ts';
import { OptionButton, OptionGrid, SectionTitle } from './option-button.tsx';

type ChoiceGroupProps = { group: ModifierGroup; chosen: readonly ChosenModifier[]; onChange: (chosen: ChosenModifier[]) => void };

export function ChoiceGroup({ group, chosen, onChange }: ChoiceGroupProps) {
  const { t } = useTranslation();
  const progress = groupProgress(group, chosen);
  const hint = useLimitsHint(progress);
  return (
    <section>
      <SectionTitle title={group.name} hint={hint} missing={progress.missing} required={progress.min > 0} />
      <OptionGrid label={`${group.name}, ${hint}`}>
        {group.modifiers
          .filter((modifier) => modifier.active)
          .map((modifier) => {
            const quantity = chosen.find((choice) => choice.modifier_id === modifier.modifier_id)?.quantity ?? 0;
            const detail = modifier.price === 0 ? null : t('product.plus', { price: money(modifier.price) });
            return (
              <OptionButton
                key={modifier.modifier_id}
                name={modifier.name}
                detail={detail}
                selected={quantity > 0}
                disabled={quantity === 0 && progress.full && progress.max > 1}
                onClick={() => onChange(toggleModifier(group, chosen, modifier.modifier_id))}
              >
                {quantity > 0 && modifier.max > 1 ? (
                  <Stepper
                    className="mx-2 mb-2 justify-between bg-surface"
                    value={quantity}
                    min={0}
                    max={progress.full ? quantity : modifier.max}
                    label={modifier.name}
                    onChange={(next) => onChange(setModifierQuantity(chosen, modifier.modifier_id, next))}
                  />
                ) : null}
              </OptionButton>
            );
          })}
      </OptionGrid>
    </section>
  );
}

function useLimitsHint({ min, max }: GroupProgress): string {
  const { t } = useTranslation();
  if (min === 1 && max === 1) return t('product.chooseOne');
  if (min > 0 && min === max) return t('product.chooseExactly', { min });
  if (min > 0 && Number.isFinite(max)) return t('product.chooseBetween', { min, max });
  if (min > 0) return t('product.chooseExactly', { min });
  return Number.isFinite(max) ? t('product.chooseUpTo', { max }) : t('common.optional');
}
