import { problemFromAnswer, unreachable } from '@fastops/client/problem';
import i18next from 'i18next';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTexts } from './i18n.ts';
import { PROBLEM_CODES, problemText } from './problems.ts';

describe('problemText', () => {
  beforeEach(() => startTexts());
  afterEach(() => i18next.changeLanguage('es'));

  it.each(['es', 'en'])('has a sentence for every code in %s', async (language) => {
    await i18next.changeLanguage(language);
    const said = PROBLEM_CODES.map((code) => problemText(problemFromAnswer(422, { code, status: 422 })));
    expect(said.every((text) => text.endsWith('.'))).toBe(true);
  });

  it('tells an unreachable box from a refusal', () => {
    expect(problemText(unreachable())).toContain('no responde');
  });

  it('falls back to the words of a newer box, then to a general sentence', () => {
    expect(problemText(problemFromAnswer(422, { code: 'shift-closed', status: 422, detail: 'El turno está cerrado.' }))).toBe('El turno está cerrado.');
    expect(problemText(new Error('x'))).toBe('Algo salió mal. Intente otra vez.');
  });
});
