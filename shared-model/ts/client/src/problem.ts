/** What went wrong, as the screens see it: the box's own answer, or the reason there was none. */

export type FieldError = { pointer: string; detail: string };

/** RFC 9457 problem; `code` is the closed name a text is looked up by. */
export type BoxProblem = {
  type?: string;
  title?: string;
  status: number;
  detail?: string;
  code: string;
  errors?: FieldError[] | null;
  request_id?: string | null;
};

/**
 * `final` answers never change on retry; the others are worth sending again with the same command id.
 * `retryAfterS` repeats the box's Retry-After header, in seconds.
 */
export type ApiProblem = BoxProblem & { final: boolean; retryAfterS: number | null };

const WORTH_RETRYING = new Set([401, 408, 425, 429]);

/** The code of a request that never reached the box. */
export const UNREACHABLE = 'box-unreachable';
/** The code of an answer that was not a problem document. */
export const UNKNOWN = 'unknown';

export function isFinalStatus(status: number): boolean {
  return status >= 400 && status < 500 && !WORTH_RETRYING.has(status);
}

function hasCode(body: unknown): body is BoxProblem {
  return typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string';
}

function retryAfter(response: Response | undefined): number | null {
  const seconds = Number(response?.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds : null;
}

/** Translates an HTTP answer that was not 2xx. */
export function problemFromAnswer(status: number, body: unknown, response?: Response): ApiProblem {
  const base = hasCode(body) ? body : { code: UNKNOWN };
  return { ...base, status, final: isFinalStatus(status), retryAfterS: retryAfter(response) };
}

/** The box did not answer at all: no network, no process, or it took too long. */
export function unreachable(): ApiProblem {
  return { code: UNREACHABLE, status: 0, final: false, retryAfterS: null };
}

export function isApiProblem(error: unknown): error is ApiProblem {
  return hasCode(error) && 'final' in error;
}
