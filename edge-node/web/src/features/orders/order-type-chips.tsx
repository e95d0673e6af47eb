import type { OrderType } from '@/shared/api/model.ts';

import { useTranslation } from 'react-i18next';
import { TYPE_ICONS } from '@/shared/type-icons.ts';
import { cn } from '@fastops/ui/cn';

export const ORDER_TYPES: readonly OrderType[] = ['dine_in', 'takeaway', 'delivery'];

type OrderTypeChipsProps = { value: OrderType; onChange: (orderType: OrderType) => void; disabled?: boolean };

export function OrderTypeChips({ value, onChange, disabled = false }: OrderTypeChipsProps) {
  const { t } = useTranslation();
  return (
    <div role="group" aria-label={t('cart.type')} className="grid grid-cols-3 gap-1 rounded-2xl bg-sunken p-1">
      {ORDER_TYPES.map((orderType) => {
        const Icon = TYPE_ICONS[orderType];
        const selected = value === orderType;
        return (
          <button
            key={orderType}
            type="button"
            aria-pressed={selected}
            disabled={disabled && !selected}
            onClick={() => onChange(orderType)}
            className={cn(
              'flex h-12 items-center justify-center gap-2 rounded-xl text-[0.98rem] font-semibold transition-colors disabled:opacity-40',
              selected ? 'bg-surface text-ink shadow-card' : 'text-soft',
            )}
          >
            <Icon size={19} aria-hidden />
            {t(`type.${orderType}`)}
          </button>
        );
      })}
    </div>
  );
}
