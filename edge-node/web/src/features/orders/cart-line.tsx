import type { NewLine } from '@/shared/api/model.ts';
import { Pencil } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import type { MenuIndex } from '@/features/menu/menu-index.ts';
import { money } from '@/shared/money.ts';
import { useAppDispatch } from '@/shared/store-hooks.ts';
import { Stepper } from '@/shared/ui/stepper.tsx';
import { lineRemoved, lineRestored, quantitySet } from './cart-slice.ts';
import { lineText } from './line-text.ts';

const MAX_QUANTITY = 999;

type CartLineProps = { line: NewLine; at: number; index: MenuIndex; total: number | undefined; onEdit: (line: NewLine) => void };

export const CartLine = memo(function CartLine({ line, at, index, total, onEdit }: CartLineProps) {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const text = lineText(line, index);
  const remove = () => {
    dispatch(lineRemoved(line.line_id));
    toast(t('cart.removed', { name: text.name }), { action: { label: t('common.undo'), onClick: () => dispatch(lineRestored({ line, at })) } });
  };
  return (
    <li className="flex gap-2 border-b border-line py-2.5 last:border-0">
      <div className="min-w-0 flex-1">
        <button
          type="button"
          onClick={() => onEdit(line)}
          aria-label={t('cart.editLine', { name: text.name })}
          className="group flex min-h-12 w-full flex-col justify-center rounded-lg text-left"
        >
          <span className="flex items-center gap-1.5 leading-tight font-semibold">
            {text.name}
            <Pencil size={14} aria-hidden className="shrink-0 text-soft" />
          </span>
          {text.details.length > 0 ? <span className="mt-0.5 text-[0.92rem] leading-snug text-soft">{text.details.join(' · ')}</span> : null}
          {line.note ? <span className="mt-0.5 text-[0.92rem] leading-snug text-brand italic">“{line.note}”</span> : null}
        </button>
      </div>
      <div className="flex flex-col items-end justify-between gap-1">
        <span className="min-h-6 pr-1 font-bold">{total === undefined ? <span aria-hidden className="mt-1 inline-block h-4 w-16 animate-pulse rounded bg-line" /> : money(total)}</span>
        <Stepper
          value={line.quantity}
          max={MAX_QUANTITY}
          label={text.name}
          onChange={(quantity) => dispatch(quantitySet({ line_id: line.line_id, quantity }))}
          onRemove={remove}
        />
      </div>
    </li>
  );
});
