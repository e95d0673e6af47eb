/** What a disputed field and its values are called. */

import type { Json } from '@/shared/api/model.ts';
import { es } from '@/shared/i18n/es.ts';
import { money } from '@/shared/money.ts';

export type FieldKey = keyof typeof es.field;
export type KindKey = keyof typeof es.kind;

/** The last step of `variants[]/var_…/price`, if the page has a word for it. */
export function fieldKey(path: string): FieldKey | null {
  const last = path.split('/').at(-1) ?? '';
  return Object.hasOwn(es.field, last) ? (last as FieldKey) : null;
}

export function kindKey(kind: string): KindKey {
  return Object.hasOwn(es.kind, kind) ? (kind as KindKey) : 'other';
}

const MONEY_FIELDS: ReadonlySet<string> = new Set(['price', 'surcharge', 'price_delta', 'cost']);

export type ValueWords = { yes: string; no: string; nothing: string };

/** A value as people read it: money as money, yes and no as words. */
export function valueText(path: string, value: Json, words: ValueWords): string {
  if (value === null || value === '') return words.nothing;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'number') return MONEY_FIELDS.has(path.split('/').at(-1) ?? '') ? money(value) : String(value);
  if (typeof value === 'string') return value;
  return JSON.stringify(value);
}
