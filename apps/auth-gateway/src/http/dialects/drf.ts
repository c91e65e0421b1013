import { type DomainError, platformErrors, type PlatformErrorCode } from '@argus/contracts';
import type { ErrorAnswer, RequestFacts, Dialect } from './dialect.js';
import { issuesBody, withChoices } from './drf-issues.js';
import { metadataOf } from './drf-metadata.js';
import { frameworkBody, linkedPage, platformCodeOf, retryAfter, supported, unsupported } from './replies.js';

const CHALLENGE = { 'www-authenticate': 'Bearer realm="api"' };

const SESSION_REQUIRED =
  'API keys may not do this. Log in at /api/v1/auth/login/ and send the access token as Authorization: Bearer.';

const tokenErrors: Readonly<Record<string, object>> = {
  header: {
    detail: 'Authorization header must contain two space-delimited values',
    code: 'bad_authorization_header',
  },
  'api-key': { detail: 'Invalid API key.', code: 'api_key_not_valid' },
  inactive: { detail: 'User is inactive', code: 'user_inactive' },
  unknown: { detail: 'User not found', code: 'user_not_found' },
};

const invalidToken = (message: string): object => ({
  detail: 'Given token not valid for any token type',
  code: 'token_not_valid',
  messages: [{ token_class: 'AccessToken', token_type: 'access', message }],
});

/** Bodies of the platform's errors, in the words of Django REST Framework and simplejwt. */
export const frameworkBodies: Readonly<
  Record<PlatformErrorCode, (error: DomainError, request: RequestFacts) => object>
> = {
  VALIDATION_FAILED: ({ details }) => issuesBody(details),
  UNKNOWN_PARAMETER: ({ details }) => issuesBody(details),
  MALFORMED_BODY: ({ details }) => ({
    detail: typeof details.reason === 'string' ? details.reason : 'Malformed request.',
  }),
  NOT_AUTHENTICATED: () => ({ detail: 'Authentication credentials were not provided.' }),
  TOKEN_INVALID: ({ details }) =>
    tokenErrors[String(details.problem)] ??
    invalidToken(details.problem === 'type' ? 'Token has wrong type' : 'Token is invalid or expired'),
  PERMISSION_DENIED: ({ details }) => ({
    detail:
      typeof details.scope === 'string'
        ? `This API key lacks the scope ${details.scope}.`
        : 'You do not have permission to perform this action.',
  }),
  SESSION_REQUIRED: () => ({ detail: SESSION_REQUIRED }),
  NOT_FOUND: () => ({ detail: 'Not found.' }),
  PAGE_NOT_FOUND: () => ({ detail: 'Invalid page.' }),
  METHOD_NOT_ALLOWED: (_, { method }) => ({ detail: `Method "${method}" not allowed.` }),
  IDEMPOTENCY_KEY_IN_FLIGHT: () => ({
    detail: 'A request with this Idempotency-Key is being processed; repeat it to get its answer.',
  }),
  IDEMPOTENCY_KEY_REUSED: () => ({
    detail: 'This Idempotency-Key was used with another request; use a new one.',
  }),
  PAYLOAD_TOO_LARGE: () => ({ detail: 'The request body is too large.' }),
  UNSUPPORTED_MEDIA_TYPE: (error) => ({
    detail: `Unsupported ${unsupported(error)} in request.${supported(error)}`,
  }),
  RATE_LIMITED: ({ details }) => ({
    detail: `Request was throttled. Expected available in ${details.retryAfterSeconds ?? 1} seconds.`,
  }),
  INTERNAL: (_, { requestId }) => ({ detail: 'A server error occurred.', request_id: requestId }),
  UNAVAILABLE: () => ({ detail: 'Service temporarily unavailable, try again later.' }),
  DEADLINE_EXCEEDED: (_, { requestId }) => ({ detail: 'The request took too long.', request_id: requestId }),
};

/* An invalid path parameter is a 404. */
const isOfPath = (error: DomainError): boolean =>
  error.code === 'VALIDATION_FAILED' && (error.details.issues ?? []).some(({ place }) => place === 'path');

/** The dialect of TechTrack and attendance, whose originals used Django REST Framework. */
export const drf: Dialect = {
  methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'],
  hasFormats: true,

  error(error, request, operation): ErrorAnswer {
    const own = operation?.errors?.[error.code];
    if (own !== undefined) {
      const headers = { ...retryAfter(error), ...(own.challenge && CHALLENGE) };
      return { status: own.status, code: error.code, body: frameworkBody(own, error), headers };
    }
    const code = isOfPath(error) ? 'NOT_FOUND' : platformCodeOf(error);
    const status = platformErrors[code];
    return {
      status,
      code,
      body: frameworkBodies[code](withChoices(error, operation), request),
      headers: { ...retryAfter(error), ...(status === 401 && CHALLENGE) },
    };
  },

  page: linkedPage,
  options: (operations, resource) => ({ status: 200, body: metadataOf(operations, resource) }),
};
