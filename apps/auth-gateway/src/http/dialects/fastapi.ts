import { type DomainError, platformErrors, type PlatformErrorCode, sentenceOfError } from '@argus/contracts';
import type { ErrorAnswer, RequestFacts, Dialect } from './dialect.js';
import { issueItem } from './fastapi-issues.js';
import { linkedPage, platformCodeOf, retryAfter, supported, unsupported } from './replies.js';

/** Returns the issue of an unreadable body, for invalid JSON with the position of the fault. */
function malformed({ details }: DomainError): object[] {
  const { reason = 'Malformed request', words, position: pos, line: lineno, column: colno } = details;
  const msg = String(reason).replace(/^JSON parse error - /, '');
  const type = 'value_error.jsondecode';
  if (typeof pos !== 'number') return [{ loc: ['body'], msg, type }];
  return [{ loc: ['body', pos], msg, type, ctx: { msg: words, pos, lineno, colno } }];
}

const texts: Readonly<
  Record<PlatformErrorCode, string | ((error: DomainError, request: RequestFacts) => unknown)>
> = {
  VALIDATION_FAILED: ({ details }) => (details.issues ?? []).map(issueItem),
  MALFORMED_BODY: malformed,
  UNKNOWN_PARAMETER: ({ details }) => (details.issues ?? []).map(issueItem),
  NOT_AUTHENTICATED: 'Not authenticated',
  TOKEN_INVALID: 'Invalid authentication credentials',
  PERMISSION_DENIED: 'Forbidden',
  SESSION_REQUIRED: 'Log in and send an access token',
  NOT_FOUND: 'Not Found',
  PAGE_NOT_FOUND: 'Page not found',
  METHOD_NOT_ALLOWED: 'Method Not Allowed',
  IDEMPOTENCY_KEY_IN_FLIGHT:
    'A request with this Idempotency-Key is being processed; repeat it to get its answer',
  IDEMPOTENCY_KEY_REUSED: 'This Idempotency-Key was used with another request; use a new one',
  PAYLOAD_TOO_LARGE: 'The request body is too large',
  UNSUPPORTED_MEDIA_TYPE: (error) => `Unsupported ${unsupported(error)}.${supported(error)}`,
  RATE_LIMITED: ({ details }) => `Too many requests; try again in ${details.retryAfterSeconds ?? 1} seconds`,
  INTERNAL: (_, { requestId }) => `Internal Server Error (request ${requestId})`,
  UNAVAILABLE: 'Service temporarily unavailable, try again later',
  DEADLINE_EXCEEDED: (_, { requestId }) => `The request took too long (request ${requestId})`,
};

const inputCodes: ReadonlySet<string> = new Set(['VALIDATION_FAILED', 'MALFORMED_BODY', 'UNKNOWN_PARAMETER']);

/** The dialect of calibration, whose original used FastAPI. */
export const fastapi: Dialect = {
  methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
  hasFormats: false,

  error(error, request, operation): ErrorAnswer {
    const own = operation?.errors?.[error.code];
    if (own !== undefined)
      return {
        status: own.status,
        code: error.code,
        body: { detail: sentenceOfError(own, error) },
        headers: retryAfter(error),
      };
    const code = platformCodeOf(error);
    const isInput = inputCodes.has(code);
    const status = isInput ? 422 : platformErrors[code];
    const text = texts[code];
    return {
      status,
      code,
      body: { detail: typeof text === 'function' ? text(error, request) : text },
      headers: { ...retryAfter(error), ...(status === 401 && { 'www-authenticate': 'Bearer' }) },
    };
  },

  page: linkedPage,
  options: () => ({ status: 405, body: { detail: 'Method Not Allowed' } }),
};
