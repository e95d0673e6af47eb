import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { es } from './es.ts';

/** `cart.title` -> text, for every text of a language. */
function flat(texts: object, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(texts)) {
    if (typeof value === 'string') found.set(`${path}${key}`, value);
    else for (const [inner, text] of flat(value, `${path}${key}.`)) found.set(inner, text);
  }
  return found;
}

const blanks = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).toSorted();

describe('the texts', () => {
  it('say the same things in both languages', () => {
    expect([...flat(en).keys()].toSorted()).toEqual([...flat(es).keys()].toSorted());
  });

  it('fill in the same values', () => {
    const english = flat(en);
    for (const [key, text] of flat(es)) expect(blanks(english.get(key) ?? ''), key).toEqual(blanks(text));
  });

  it('are never empty', () => {
    for (const [key, text] of [...flat(es), ...flat(en)]) expect(text.trim(), key).not.toBe('');
  });
});
