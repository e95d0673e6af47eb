import type { ComponentProps } from 'react';
import { cn } from '@fastops/ui/cn';

type ChipProps = ComponentProps<'button'> & { selected: boolean };

/** One choice among a few, shown as a pressed button. */
export function Chip({ selected, className, ...props }: ChipProps) {
  return (
    <button
      type="button"
      data-slot="chip"
      aria-pressed={selected}
      className={cn(
        'inline-flex h-12 shrink-0 select-none items-center justify-center gap-2 rounded-xl border px-4 font-semibold whitespace-nowrap transition-colors',
        selected ? 'border-invert bg-invert text-on-invert' : 'border-line bg-surface text-ink hover:bg-sunken',
        className,
      )}
      {...props}
    />
  );
}
