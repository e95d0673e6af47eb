import { problemFromAnswer, unreachable } from '@fastops/client/problem';
import i18next from 'i18next';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTexts } from './i18n.ts';
import { fieldProblem, PROBLEM_CODES, problemText } from './problems.ts';

describe('problemText', () => {
  beforeEach(() => startTexts());
  afterEach(() => i18next.changeLanguage('es'));

  it.each(['es', 'en'])('has a sentence for every code in %s', async (language) => {
    await i18next.changeLanguage(language);
    const said = PROBLEM_CODES.map((code) => problemText(problemFromAnswer(422, { code, status: 422 })));
    expect(said.every((text) => text.endsWith('.'))).toBe(true);
  });

  it('says that branches sell on while the cloud is out of reach', () => {
    expect(problemText(unreachable())).toContain('siguen vendiendo');
  });

  it('falls back to the words of a newer cloud, then to a general sentence', () => {
    expect(problemText(problemFromAnswer(422, { code: 'too-soon', status: 422, detail: 'Todavía no.' }))).toBe('Todavía no.');
    expect(problemText(new Error('x'))).toBe('Algo salió mal. Intente otra vez.');
  });

  it('finds what is wrong with one field', () => {
    const refusal = problemFromAnswer(422, { code: 'invalid-field', status: 422, errors: [{ pointer: '/owner_email', detail: 'No es un correo.' }] });
    expect(fieldProblem(refusal, '/owner_email')).toBe('No es un correo.');
    expect(fieldProblem(refusal, '/name')).toBeUndefined();
  });
});
