import { formatMoney } from '@fastops/format/money';

/** Centavos as pesos; amounts stay Colombian in either language. */
export function money(centavos: number): string {
  return formatMoney(centavos, 'es-CO');
}
