import { cva, type VariantProps } from 'class-variance-authority';
import { Slot } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

const buttonVariants = cva(
  'inline-flex shrink-0 select-none items-center justify-center gap-2 rounded-xl font-semibold whitespace-nowrap transition-[background,transform,box-shadow] duration-100 active:scale-[0.98] disabled:opacity-45 disabled:active:scale-100 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        brand: 'bg-brand text-white shadow-sm hover:bg-brand-strong',
        ink: 'bg-invert text-on-invert hover:opacity-90',
        outline: 'border border-line-strong/45 bg-surface text-ink hover:bg-sunken',
        soft: 'bg-sunken text-ink hover:bg-line',
        ghost: 'text-ink hover:bg-sunken',
        bad: 'bg-bad-tint text-bad hover:brightness-95',
        good: 'bg-good text-white hover:brightness-110 dark:text-[#06230f]',
      },
      size: {
        md: 'h-12 px-4 text-base',
        lg: 'h-14 px-5 text-lg',
        xl: 'h-16 px-6 text-xl',
        icon: 'size-12',
      },
    },
    defaultVariants: { variant: 'outline', size: 'md' },
  },
);

type ButtonProps = ComponentProps<'button'> & VariantProps<typeof buttonVariants> & { asChild?: boolean };

export function Button({ className, variant, size, asChild = false, type = 'button', ...props }: ButtonProps) {
  const classes = cn(buttonVariants({ variant, size }), className);
  if (asChild) return <Slot.Root data-slot="button" className={classes} {...props} />;
  return <button data-slot="button" type={type} className={classes} {...props} />;
}
