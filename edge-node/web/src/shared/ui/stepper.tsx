import { Minus, Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cn } from '@fastops/ui/cn';

type StepperProps = {
  value: number;
  min?: number;
  max: number;
  /** What is being counted, for people who cannot see the row. */
  label: string;
  onChange: (value: number) => void;
  /** With this, the minus at `min` removes instead of stopping. */
  onRemove?: () => void;
  className?: string;
};

const KEY = 'grid size-12 place-items-center rounded-xl active:bg-line disabled:opacity-35 hover:bg-line';

export function Stepper({ value, min = 1, max, label, onChange, onRemove, className }: StepperProps) {
  const { t } = useTranslation();
  const atMin = value <= min;
  const removes = atMin && onRemove !== undefined;
  return (
    <div data-slot="stepper" role="group" aria-label={label} className={cn('inline-flex items-center rounded-xl bg-sunken', className)}>
      <button
        type="button"
        className={KEY}
        disabled={atMin && !removes}
        aria-label={removes ? t('cart.remove', { name: label }) : t('common.less', { name: label })}
        onClick={() => (removes ? onRemove() : onChange(value - 1))}
      >
        {removes ? <Trash2 size={19} aria-hidden /> : <Minus size={20} aria-hidden />}
      </button>
      <span className="min-w-7 text-center text-lg font-bold" aria-live="polite">
        {value}
      </span>
      <button type="button" className={KEY} disabled={value >= max} aria-label={t('common.more', { name: label })} onClick={() => onChange(value + 1)}>
        <Plus size={20} aria-hidden />
      </button>
    </div>
  );
}
