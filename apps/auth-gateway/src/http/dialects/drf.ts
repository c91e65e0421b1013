import { type DomainError, platformErrors, type PlatformErrorCode, schemaOf } from '@argus/contracts';
import type { Answer, Asked, Dialect } from './dialect.js';
import { nestIssues } from './drf-issues.js';

const CHALLENGE = { 'www-authenticate': 'Bearer realm="api"' };

const tokenErrors: Readonly<Record<string, object>> = {
  header: {
    detail: 'Authorization header must contain two space-delimited values',
    code: 'bad_authorization_header',
  },
  inactive: { detail: 'User is inactive', code: 'user_inactive' },
  'api-key': { detail: 'Invalid API key.', code: 'api_key_not_valid' },
  unknown: { detail: 'User not found', code: 'user_not_found' },
};

const invalidToken = (message: string): object => ({
  detail: 'Given token not valid for any token type',
  code: 'token_not_valid',
  messages: [{ token_class: 'AccessToken', token_type: 'access', message }],
});

/** Bodies of the errors that any operation can end with, as Django REST Framework and simplejwt word them. */
const bodies: Readonly<Record<PlatformErrorCode, (error: DomainError, asked: Asked) => unknown>> = {
  VALIDATION_FAILED: ({ details }) => nestIssues(details.issues ?? []),
  MALFORMED_BODY: ({ details }) => ({
    detail: typeof details.reason === 'string' ? details.reason : 'Malformed request.',
  }),
  NOT_AUTHENTICATED: () => ({ detail: 'Authentication credentials were not provided.' }),
  TOKEN_INVALID: ({ details }) =>
    tokenErrors[String(details.problem)] ??
    invalidToken(details.problem === 'type' ? 'Token has wrong type' : 'Token is invalid or expired'),
  PERMISSION_DENIED: () => ({ detail: 'You do not have permission to perform this action.' }),
  NOT_FOUND: () => ({ detail: 'Not found.' }),
  PAGE_NOT_FOUND: () => ({ detail: 'Invalid page.' }),
  METHOD_NOT_ALLOWED: (_, { method }) => ({ detail: `Method "${method}" not allowed.` }),
  IDEMPOTENCY_KEY_IN_FLIGHT: () => ({ detail: 'A request with this Idempotency-Key is being processed.' }),
  IDEMPOTENCY_KEY_REUSED: () => ({ detail: 'This Idempotency-Key was used with another request.' }),
  PAYLOAD_TOO_LARGE: () => ({ detail: 'The request body is too large.' }),
  UNSUPPORTED_MEDIA_TYPE: ({ details }) => ({
    detail: `Unsupported media type "${String(details.mediaType)}" in request.`,
  }),
  RATE_LIMITED: ({ details }) => ({
    detail: `Request was throttled. Expected available in ${details.retryAfterSeconds ?? 1} seconds.`,
  }),
  INTERNAL: (_, { requestId }) => ({ detail: 'A server error occurred.', request_id: requestId }),
  UNAVAILABLE: () => ({ detail: 'Service temporarily unavailable, try again later.' }),
  DEADLINE_EXCEEDED: (_, { requestId }) => ({ detail: 'The request took too long.', request_id: requestId }),
};

const isPlatformCode = (code: string): code is PlatformErrorCode => Object.hasOwn(platformErrors, code);

/** The dialect of EyeTracker, TechTrack and attendance: what their clients got from Django REST Framework. */
export const drf: Dialect = {
  error(error, asked, operation): Answer {
    const { code, details } = error;
    const retry = details.retryAfterSeconds;
    const retryAfter = retry === undefined ? {} : { 'retry-after': String(Math.ceil(retry)) };
    const own = operation?.errors?.[code];
    if (own !== undefined) {
      const text = own.key === 'error' || own.key === 'detail' ? own.text : [own.text];
      const body = { [own.key]: text, ...(own.code !== undefined && { code: own.code }) };
      return { status: own.status, body, headers: { ...retryAfter, ...(own.challenge && CHALLENGE) } };
    }
    const known = isPlatformCode(code) ? code : 'INTERNAL';
    const status = platformErrors[known];
    return {
      status,
      body: bodies[known](error, asked),
      headers: { ...retryAfter, ...(status === 401 && CHALLENGE) },
    };
  },

  wrongMethod(asked, allowed): Answer {
    const body = { detail: `Method "${asked.method}" not allowed.` };
    return { status: 405, body, headers: { allow: allowed.join(', ') } };
  },

  page({ count, results }, query, { url }) {
    const link = (page: number): string => {
      const to = new URL(url);
      if (page === 1) to.searchParams.delete('page');
      else to.searchParams.set('page', String(page));
      return to.href;
    };
    const last = Math.max(1, Math.ceil(count / query.page_size));
    return {
      count,
      next: query.page < last ? link(query.page + 1) : null,
      previous: query.page > 1 ? link(query.page - 1) : null,
      results,
    };
  },

  options(operations, allowed): Answer {
    const actions = Object.fromEntries(
      operations.flatMap(({ http, body }) =>
        http && body ? [[http.method, schemaOf(body).properties]] : [],
      ),
    );
    return {
      status: 200,
      headers: { allow: allowed.join(', ') },
      body: {
        name: operations[0]?.summary ?? '',
        description: operations.map(({ summary }) => summary).join('; '),
        renders: ['application/json'],
        parses: ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'],
        ...(Object.keys(actions).length > 0 && { actions }),
      },
    };
  },
};
