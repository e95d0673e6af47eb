import { useId, type ComponentProps, type ReactNode } from 'react';
import { cn } from './cn.ts';

const CONTROL = 'w-full rounded-xl border border-line-strong/60 bg-surface px-4 text-base text-ink focus-visible:outline-offset-0';

type FieldProps = ComponentProps<'input'> & { label: ReactNode; hint?: ReactNode };

export function Field({ label, hint, className, ...props }: FieldProps) {
  const id = useId();
  return (
    <div data-slot="field" className={className}>
      <label htmlFor={id} className="mb-1.5 block font-semibold">
        {label}
      </label>
      <input id={id} aria-describedby={hint ? `${id}-hint` : undefined} className={cn(CONTROL, 'h-12')} {...props} />
      {hint ? (
        <p id={`${id}-hint`} className="mt-1 text-sm text-soft">
          {hint}
        </p>
      ) : null}
    </div>
  );
}

type NoteFieldProps = ComponentProps<'textarea'> & { label: ReactNode };

export function NoteField({ label, className, ...props }: NoteFieldProps) {
  const id = useId();
  return (
    <div data-slot="field" className={className}>
      <label htmlFor={id} className="mb-1.5 block font-semibold">
        {label}
      </label>
      <textarea id={id} rows={2} className={cn(CONTROL, 'resize-none py-3')} {...props} />
    </div>
  );
}
