import { type AnyOperation, type Family, isCreating, type JsonSchema, listClass } from '@argus/contracts';
import { categoryOf, limitText } from '../http/limits/categories.js';
import { errorSchemas } from './error-schemas.js';

const meanings: Readonly<Record<number, string>> = {
  400: 'Invalid input; nothing was changed',
  401: 'The token is missing or invalid',
  403: 'This account is not permitted to do this',
  404: 'Not found',
  409: 'A request with this Idempotency-Key is still being processed',
  413: 'The body is too large',
  415: 'The media type or content coding of the body is not supported',
  422: 'Invalid input; nothing was changed',
  429: 'Too many requests; see Retry-After',
  503: 'Temporarily unavailable; see Retry-After',
  504: 'No answer in time',
};

/* Operations word their own errors, so the body may be any object. */
const ANY: JsonSchema = { type: 'object', additionalProperties: true };

/** Returns the error statuses that the platform itself may answer with. */
function platformStatuses(operation: AnyOperation, family: Family): number[] {
  const { access, body, params, query, http } = operation;
  const [refused] = errorSchemas[family].input;
  const mayForbid = access.kind === 'roles' || access.kind === 'self-or-roles' || http?.method === 'POST';
  return [
    ...(body || query || (params && family === 'calibration') ? [refused] : []),
    ...(body ? [413, 415] : []),
    ...(params || query ? [404] : []),
    ...(access.kind === 'public' && !access.refusesBadToken ? [] : [401]),
    ...(access.kind !== 'public' || mayForbid ? [403] : []),
    ...(isCreating(operation) ? [refused, 409, 422] : []),
    429,
    503,
    504,
  ];
}

/** Returns one response per error status: the operation's own errors and the platform's. */
export function errorResponses(operation: AnyOperation, family: Family): JsonSchema {
  const own = Object.entries(operation.errors ?? {});
  const statuses = new Set([...platformStatuses(operation, family), ...own.map(([, { status }]) => status)]);
  const sorted = [...statuses].sort((a, b) => a - b);
  return Object.fromEntries(sorted.map((status) => [status, response(status, operation, family)]));
}

function response(status: number, operation: AnyOperation, family: Family): JsonSchema {
  const { input, other } = errorSchemas[family];
  const texts = Object.entries(operation.errors ?? {})
    .filter(([, reply]) => reply.status === status)
    .map(([code, { text }]) => `${code}: ${text}`);
  const isInput = status === input[0];
  const platform = isInput ? input[1] : other;
  const category = status === 429 ? categoryOf(operation, family) : undefined;
  const limit = category === undefined ? [] : [limitText(category)];
  let schema = texts.length > 0 || (status === 422 && !isInput) ? ANY : platform;
  /* For a list, the answer has one entry per item. */
  if (isInput && listClass(operation.body)) schema = { anyOf: [{ type: 'array', items: ANY }, ANY] };
  else if (isInput && isCreating(operation)) schema = ANY;
  return {
    description: [meanings[status] ?? 'Refused', ...limit, ...texts].join('\n\n- '),
    content: { 'application/json': { schema } },
  };
}
