/** Marks a product sold out or back, for everyone at once; with an undo instead of a question. */

import type { Product } from '@/shared/api/model.ts';
import { newId } from '@fastops/format/ids';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { api } from '@/shared/api/box-api.ts';
import { problemText } from '@/shared/i18n/problems.ts';

export function useToggleAvailability(): (product: Product) => void {
  const { t } = useTranslation();
  const [setAvailability] = api.useSetAvailabilityMutation();
  return useCallback(
    (product: Product) => {
      const set = async (soldOut: boolean): Promise<void> => {
        const answer = await setAvailability({ 'Idempotency-Key': newId('cmd'), productId: product.product_id, setAvailability: { sold_out: soldOut } });
        if (answer.error) {
          toast.error(problemText(answer.error));
          return;
        }
        const said = soldOut ? t('menu.nowSoldOut', { name: product.name }) : t('menu.nowAvailable', { name: product.name });
        toast(said, { action: { label: t('common.undo'), onClick: () => void set(!soldOut) } });
      };
      void set(!product.sold_out);
    },
    [setAvailability, t],
  );
}
