import { Dialog } from 'radix-ui';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { focusSheet, keepOpenOutside } from '@fastops/ui/sheet-events';

type BareSheetProps = { title: string; onClose: () => void; children: ReactNode };

/** A full-height sheet from the bottom for phones; its content brings its own layout. */
export function BareSheet({ title, onClose, children }: BareSheetProps) {
  const { t } = useTranslation();
  return (
    <Dialog.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-30 animate-in bg-black/45 fade-in-0 duration-150" />
        <Dialog.Content onOpenAutoFocus={focusSheet} onInteractOutside={keepOpenOutside} aria-describedby={undefined} className="fixed inset-x-0 bottom-0 z-30 flex h-[92dvh] animate-in flex-col overflow-hidden rounded-t-3xl bg-surface text-ink shadow-lift duration-200 outline-none slide-in-from-bottom-12">
          <header className="flex items-center justify-between pt-2 pr-2 pl-5">
            <Dialog.Title className="text-xl font-bold tracking-tight">{title}</Dialog.Title>
            <Dialog.Close aria-label={t('common.close')} className="grid size-12 place-items-center rounded-full">
              <X size={22} aria-hidden />
            </Dialog.Close>
          </header>
          <div className="min-h-0 flex-1">{children}</div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
