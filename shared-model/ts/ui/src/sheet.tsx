/** A modal surface: a centred card on tablets, a sheet from the bottom on phones, or a drawer from the right. */

import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from './cn.ts';
import { focusSheet, keepOpenOutside } from './sheet-events.ts';

export type SheetProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  side?: 'center' | 'right';
  children: ReactNode;
  footer?: ReactNode;
  closeLabel: string;
  className?: string;
};

const PLACES = {
  center:
    'inset-x-0 bottom-0 max-h-[94dvh] rounded-t-3xl data-[state=open]:slide-in-from-bottom-8 sm:inset-x-auto sm:bottom-auto sm:left-1/2 sm:top-1/2 sm:w-[min(92vw,40rem)] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-3xl sm:max-h-[92dvh]',
  right: 'inset-y-0 right-0 w-full sm:w-[min(92vw,34rem)] sm:rounded-l-3xl data-[state=open]:slide-in-from-right-10',
};

export function Sheet({ open, onOpenChange, title, description, side = 'center', children, footer, closeLabel, className }: SheetProps) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/45 data-[state=open]:animate-in data-[state=open]:fade-in-0 data-[state=open]:duration-150" />
        <Dialog.Content
          onOpenAutoFocus={focusSheet} onInteractOutside={keepOpenOutside}
          data-slot="sheet"
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={cn(
            'fixed z-50 flex flex-col overflow-hidden bg-surface text-ink shadow-lift outline-none data-[state=open]:animate-in data-[state=open]:fade-in-0 data-[state=open]:duration-200',
            PLACES[side],
            className,
          )}
        >
          <header className="flex items-start gap-3 px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1 self-center">
              <Dialog.Title className="text-xl font-bold tracking-tight">{title}</Dialog.Title>
              {description ? <Dialog.Description className="mt-0.5 text-soft">{description}</Dialog.Description> : null}
            </div>
            <Dialog.Close aria-label={closeLabel} className="grid size-12 shrink-0 place-items-center rounded-full bg-sunken hover:bg-line">
              <X size={22} aria-hidden />
            </Dialog.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-5 pb-5">{children}</div>
          {footer ? <footer className="border-t border-line bg-surface px-5 pt-4 pb-[max(1rem,env(safe-area-inset-bottom))]">{footer}</footer> : null}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
