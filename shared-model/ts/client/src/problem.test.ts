import { describe, expect, it } from 'vitest';
import { isApiProblem, isFinalStatus, problemFromAnswer, unreachable } from './problem.ts';

describe('isFinalStatus', () => {
  it.each([
    [400, true],
    [409, true],
    [422, true],
    [401, false],
    [408, false],
    [429, false],
    [500, false],
    [503, false],
  ])('%i is final: %s', (status, final) => {
    expect(isFinalStatus(status)).toBe(final);
  });
});

describe('problemFromAnswer', () => {
  it('keeps the code of a problem document and its Retry-After', () => {
    const response = new Response(null, { status: 503, headers: { 'retry-after': '2' } });
    expect(problemFromAnswer(503, { code: 'busy', status: 503 }, response)).toMatchObject({ code: 'busy', final: false, retryAfterS: 2 });
  });

  it('has a code even when the answer was no problem document', () => {
    expect(problemFromAnswer(502, '<html>')).toEqual({ code: 'unknown', status: 502, final: false, retryAfterS: null });
  });
});

describe('unreachable', () => {
  it('is worth retrying', () => {
    expect(unreachable().final).toBe(false);
    expect(isApiProblem(unreachable())).toBe(true);
    expect(isApiProblem(new TypeError('x'))).toBe(false);
  });
});
