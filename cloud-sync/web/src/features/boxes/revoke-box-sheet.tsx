import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { Button } from '@fastops/ui/button';
import { api } from '@/shared/api/cloud-api.ts';
import type { BoxNow } from '@/shared/api/model.ts';
import { problemText } from '@/shared/i18n/problems.ts';
import { Sheet } from '@/shared/ui/sheet.tsx';

type RevokeBoxSheetProps = { branchName: string; box: BoxNow; onClose: () => void };

/** There is no undo: the question says what is lost. */
export function RevokeBoxSheet({ branchName, box, onClose }: RevokeBoxSheetProps) {
  const { t } = useTranslation();
  const [revoke, { isLoading, error }] = api.useRevokeBoxMutation();
  const go = async () => {
    const answer = await revoke({ boxId: box.box_id });
    if ('error' in answer) return;
    toast.success(t('box.revoked_done', { number: box.generation }));
    onClose();
  };
  return (
    <Sheet
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t('box.revokeTitle', { number: box.generation, branch: branchName })}
      description={t('box.revokeHint')}
      footer={
        <div className="flex flex-wrap justify-end gap-3">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="bad" onClick={() => void go()} disabled={isLoading}>
            {t('box.revokeYes')}
          </Button>
        </div>
      }
    >
      <p role="alert" className="font-semibold text-bad empty:hidden">
        {error ? problemText(error) : null}
      </p>
    </Sheet>
  );
}
