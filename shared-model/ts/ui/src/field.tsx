import { useId, type ComponentProps, type ReactNode } from 'react';
import { cn } from './cn.ts';

const CONTROL = 'w-full rounded-xl border border-line-strong/60 bg-surface px-4 text-base text-ink focus-visible:outline-offset-0';

type FieldProps = ComponentProps<'input'> & {
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong with what was typed; it takes the place of the hint. */
  error?: string | undefined;
};

export function Field({ label, hint, error, className, ...props }: FieldProps) {
  const id = useId();
  const below = error ?? hint;
  return (
    <div data-slot="field" className={className}>
      <label htmlFor={id} className="mb-1.5 block font-semibold">
        {label}
      </label>
      <input
        id={id}
        aria-describedby={below ? `${id}-hint` : undefined}
        aria-invalid={error ? true : undefined}
        className={cn(CONTROL, 'h-12', error && 'border-bad')}
        {...props}
      />
      {below ? (
        <p id={`${id}-hint`} className={cn('mt-1 text-sm', error ? 'font-semibold text-bad' : 'text-soft')}>
          {below}
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
