import { formatMoney } from '@fastops/format/money';
import { MONEY_LOCALE } from '@/shared/i18n/i18n.ts';

/** Formats centavos as pesos, the same on every screen. */
export function money(centavos: number): string {
  return formatMoney(centavos, MONEY_LOCALE);
}
