/** Everything that can be chosen about one product, what must be chosen first. */

import type { ChosenModifier, NewComponent, OrderType, Product } from '@/shared/api/model.ts';
import { newId } from '@fastops/format/ids';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { money } from '@/shared/money.ts';
import { Button } from '@fastops/ui/button';
import { NoteField } from '@fastops/ui/field';
import { Sheet } from '@/shared/ui/sheet.tsx';
import { Stepper } from '@/shared/ui/stepper.tsx';
import { ChoiceGroup } from './choice-group.tsx';
import { freshDraft, missingChoices, shownGroups, type Draft } from './choice-rules.ts';
import { ComboSlotChoice } from './combo-slot-choice.tsx';
import type { MenuIndex } from './menu-index.ts';
import { OptionButton, OptionGrid, SectionTitle } from './option-button.tsx';

const MAX_QUANTITY = 999;

type ProductSheetProps = {
  product: Product;
  index: MenuIndex;
  orderType: OrderType;
  /** The choices to start from when an existing line is changed. */
  initial?: Draft | undefined;
  onClose: () => void;
  onDone: (draft: Draft) => void;
  /** Shows the box's price for the draft; rendered by the order feature, which owns quotes. */
  priceOf: (line: Draft & { line_id: string }, orderType: OrderType) => ReactNode;
};

export function ProductSheet({ product, index, orderType, initial, onClose, onDone, priceOf }: ProductSheetProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<Draft>(() => initial ?? freshDraft(product, index));
  const [lineId] = useState(() => newId('lin'));
  const missing = missingChoices(product, draft, index, t('product.size'));
  const line = useMemo(() => ({ ...draft, line_id: lineId }), [draft, lineId]);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  return (
    <Sheet
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={
        <span className="flex items-center gap-3">
          {product.emoji ? (
            <span aria-hidden data-emoji className="text-3xl">
              {product.emoji}
            </span>
          ) : null}
          {product.name}
        </span>
      }
      description={product.description ?? undefined}
      footer={
        <div className="flex items-center gap-3">
          <Stepper value={draft.quantity} max={MAX_QUANTITY} label={t('product.quantity')} onChange={(quantity) => change({ quantity })} />
          <Button variant="brand" size="lg" className="min-w-0 flex-1 justify-between" disabled={missing.length > 0} onClick={() => onDone(draft)}>
            {missing[0] ? <span className="mx-auto truncate">{t('product.choose', { name: missing[0] })}</span> : <span>{initial ? t('product.save') : t('product.add')}</span>}
            {missing.length === 0 ? priceOf(line, orderType) : null}
          </Button>
        </div>
      }
    >
      <div className="space-y-6">
        <Choices product={product} index={index} draft={draft} onChange={change} />
        <NoteField label={t('product.note')} placeholder={t('product.notePlaceholder')} maxLength={120} value={draft.note ?? ''} onChange={(event) => change({ note: event.target.value })} />
      </div>
    </Sheet>
  );
}

type ChoicesProps = { product: Product; index: MenuIndex; draft: Draft; onChange: (part: Partial<Draft>) => void };

function Choices({ product, index, draft, onChange }: ChoicesProps) {
  const { t } = useTranslation();
  const setComponent = (component: NewComponent) =>
    onChange({ components: [...(draft.components ?? []).filter((other) => other.slot_id !== component.slot_id), component] });
  const setModifiers = (modifiers: ChosenModifier[]) => onChange({ modifiers });
  return (
    <>
      {product.variants.length > 0 ? (
        <section>
          <SectionTitle title={t('product.size')} hint={t('product.chooseOne')} missing={draft.variant_id ? 0 : 1} required />
          <OptionGrid label={t('product.size')}>
            {product.variants.map((variant) => (
              <OptionButton
                key={variant.variant_id}
                name={variant.name}
                detail={money(variant.price)}
                selected={draft.variant_id === variant.variant_id}
                onClick={() => onChange({ variant_id: variant.variant_id })}
              />
            ))}
          </OptionGrid>
        </section>
      ) : null}
      {product.combo_slots.map((slot) => (
        <ComboSlotChoice
          key={slot.slot_id}
          slot={slot}
          index={index}
          component={draft.components?.find((candidate) => candidate.slot_id === slot.slot_id)}
          onChange={setComponent}
        />
      ))}
      {shownGroups(product, index).map((group) => (
        <ChoiceGroup key={group.modifier_group_id} group={group} chosen={draft.modifiers ?? []} onChange={setModifiers} />
      ))}
    </>
  );
}
