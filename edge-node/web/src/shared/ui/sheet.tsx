import { Sheet as PlainSheet, type SheetProps } from '@fastops/ui/sheet';
import { useTranslation } from 'react-i18next';

/** A modal surface whose way out is named in the language of the screen. */
export function Sheet(props: Omit<SheetProps, 'closeLabel'>) {
  const { t } = useTranslation();
  return <PlainSheet closeLabel={t('common.close')} {...props} />;
}
