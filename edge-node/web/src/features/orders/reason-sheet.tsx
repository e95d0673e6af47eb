import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '@/shared/i18n/problems.ts';
import { Button } from '@fastops/ui/button';
import { Chip } from '@/shared/ui/chip.tsx';
import { NoteField } from '@fastops/ui/field';
import { Sheet } from '@/shared/ui/sheet.tsx';

export type ReasonKey = 'customer' | 'mistake' | 'soldOut' | 'late' | 'quality' | 'lost' | 'copy';

type ReasonSheetProps = {
  title: string;
  reasons: readonly ReasonKey[];
  confirm: string;
  busy: boolean;
  error: unknown;
  onClose: () => void;
  onReason: (reason: string) => void;
};

/** Asks why, with the usual answers one tap away. */
export function ReasonSheet({ title, reasons, confirm, busy, error, onClose, onReason }: ReasonSheetProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  return (
    <Sheet
      open
      onOpenChange={onClose}
      title={title}
      footer={
        <Button variant="brand" size="lg" className="w-full" disabled={busy || reason.trim() === ''} onClick={() => onReason(reason.trim())}>
          {confirm}
        </Button>
      }
    >
      <div className="mb-4 flex flex-wrap gap-2">
        {reasons.map((key) => (
          <Chip key={key} selected={reason === t(`reason.${key}`)} onClick={() => setReason(t(`reason.${key}`))}>
            {t(`reason.${key}`)}
          </Chip>
        ))}
      </div>
      <NoteField label={t('orders.reason')} value={reason} maxLength={120} onChange={(event) => setReason(event.target.value)} />
      {error ? (
        <p role="alert" className="mt-3 font-semibold text-bad">
          {problemText(error)}
        </p>
      ) : null}
    </Sheet>
  );
}
