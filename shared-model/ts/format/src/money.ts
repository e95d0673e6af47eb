/** Money as people read it. Amounts are whole centavos; this file formats and parses, it never prices anything. */

const CENTAVOS_PER_PESO = 100;

const formatters = new Map<string, Intl.NumberFormat>();

function formatter(locale: string): Intl.NumberFormat {
  let found = formatters.get(locale);
  if (!found) {
    found = new Intl.NumberFormat(locale, { style: 'currency', currency: 'COP', currencyDisplay: 'narrowSymbol', maximumFractionDigits: 0 });
    formatters.set(locale, found);
  }
  return found;
}

/** `1250000` becomes `$ 12.500`. People read whole pesos: what centavos a tax share has are rounded, half away from zero. */
export function formatMoney(centavos: number, locale = 'es-CO'): string {
  const pesos = Math.round(Math.abs(centavos) / CENTAVOS_PER_PESO);
  return formatter(locale).format(centavos < 0 && pesos > 0 ? -pesos : pesos);
}

/** Whole pesos typed on a pad become centavos; anything but digits is ignored. Empty input is `null`. */
export function parsePesos(typed: string): number | null {
  const digits = typed.replaceAll(/\D/g, '').slice(0, 9);
  return digits === '' ? null : Number(digits) * CENTAVOS_PER_PESO;
}

const NOTE_STEPS = [1_000, 5_000, 10_000].map((pesos) => pesos * CENTAVOS_PER_PESO);
const NOTES = [20_000, 50_000, 100_000].map((pesos) => pesos * CENTAVOS_PER_PESO);

/**
 * What a customer is likely to hand over for `due` centavos: the next round thousand, five and ten
 * thousand, then the notes that cover it. Ascending, without repeats and without `due` itself,
 * because "Exacto" is its own button.
 */
export function likelyTenders(due: number): number[] {
  if (due <= 0) return [];
  const rounded = NOTE_STEPS.map((step) => Math.ceil(due / step) * step);
  const covering = NOTES.filter((note) => note > due);
  return [...new Set([...rounded, ...covering])].filter((amount) => amount > due).toSorted((a, b) => a - b);
}
