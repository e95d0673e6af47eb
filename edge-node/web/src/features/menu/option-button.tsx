import { Check, CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '@fastops/ui/badge';
import { cn } from '@fastops/ui/cn';

type SectionTitleProps = { title: string; hint: string; missing: number; required: boolean };

/** The name of a choice, its limits, and live word of what is still missing. */
export function SectionTitle({ title, hint, missing, required }: SectionTitleProps) {
  const { t } = useTranslation();
  return (
    <div className="mb-2.5 flex items-center gap-3">
      <h3 className="text-lg font-bold tracking-tight">{title}</h3>
      <span className="text-soft">{hint}</span>
      {required ? (
        <span aria-live="polite" className="ml-auto">
          {missing > 0 ? (
            <Badge tone="warn">
              <CircleAlert size={15} aria-hidden />
              {t('product.missing', { count: missing })}
            </Badge>
          ) : (
            <Badge tone="good">
              <Check size={15} aria-hidden />
              {t('product.done')}
            </Badge>
          )}
        </span>
      ) : null}
    </div>
  );
}

export function OptionGrid({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div role="group" aria-label={label} className="grid grid-cols-2 gap-2.5 sm:grid-cols-3">
      {children}
    </div>
  );
}

type OptionButtonProps = { name: string; detail: string | null; selected: boolean; disabled?: boolean; onClick: () => void; children?: ReactNode };

export function OptionButton({ name, detail, selected, disabled = false, onClick, children }: OptionButtonProps) {
  return (
    <div
      className={cn(
        'relative flex min-h-16 flex-col rounded-2xl border-2 transition-colors',
        selected ? 'border-brand bg-brand-tint' : 'border-line bg-surface',
        disabled && 'bg-canvas',
      )}
    >
      <button
        type="button"
        aria-pressed={selected}
        disabled={disabled}
        onClick={onClick}
        className="flex min-h-16 w-full flex-1 flex-col justify-center rounded-[0.9rem] px-3.5 py-2 text-left disabled:text-soft"
      >
        <span className={cn('leading-tight font-semibold', selected && 'pr-6')}>{name}</span>
        {detail ? <span className="mt-0.5 text-[0.95rem] text-soft">{detail}</span> : null}
        {selected ? (
          <span aria-hidden className="absolute top-2 right-2 grid size-5.5 place-items-center rounded-full bg-brand text-white">
            <Check size={15} strokeWidth={3} />
          </span>
        ) : null}
      </button>
      {children}
    </div>
  );
}
