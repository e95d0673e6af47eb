import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

const badgeVariants = cva('inline-flex items-center gap-1 rounded-lg px-2 py-0.5 text-sm font-semibold whitespace-nowrap', {
  variants: {
    tone: {
      neutral: 'bg-sunken text-soft',
      good: 'bg-good-tint text-good',
      warn: 'bg-warn-tint text-warn',
      bad: 'bg-bad-tint text-bad',
      brand: 'bg-brand-tint text-brand',
    },
  },
  defaultVariants: { tone: 'neutral' },
});

export type BadgeTone = NonNullable<VariantProps<typeof badgeVariants>['tone']>;

export function Badge({ tone, className, ...props }: ComponentProps<'span'> & VariantProps<typeof badgeVariants>) {
  return <span data-slot="badge" className={cn(badgeVariants({ tone }), className)} {...props} />;
}
