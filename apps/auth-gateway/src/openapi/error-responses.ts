import { type AnyOperation, type Family, type JsonSchema, listClass } from '@argus/contracts';
import { categoryOf, limitText } from '../http/limits/categories.js';
import { codesByStatus } from './error-codes.js';
import { errorSchemas } from './error-schemas.js';

const meanings: Readonly<Record<string, string>> = {
  VALIDATION_FAILED: 'The input is invalid; nothing was changed',
  MALFORMED_BODY: 'The body cannot be read',
  UNKNOWN_PARAMETER:
    'The query has a parameter that this operation does not take although it would change the answer elsewhere; nothing was changed',
  NOT_AUTHENTICATED: 'The request has no token',
  TOKEN_INVALID: 'The token is invalid, expired, ended or of another family',
  PERMISSION_DENIED: 'This account may not do this',
  SESSION_REQUIRED: 'An API key may not do this; log in',
  NOT_FOUND: 'There is nothing here, or nothing that this account may see',
  PAGE_NOT_FOUND: 'The page is beyond the last one',
  IDEMPOTENCY_KEY_IN_FLIGHT: 'A request with this Idempotency-Key is still being processed',
  IDEMPOTENCY_KEY_REUSED: 'The Idempotency-Key was used with another request',
  PAYLOAD_TOO_LARGE: 'The body is too large',
  UNSUPPORTED_MEDIA_TYPE: 'The media type or content coding of the body is not accepted',
  RATE_LIMITED: 'Too many requests; see Retry-After',
  UNAVAILABLE: 'Temporarily unavailable; see Retry-After',
  DEADLINE_EXCEEDED: 'No answer in time',
};

const RETRY_AFTER: JsonSchema = {
  description: 'Seconds after which a repetition makes sense',
  schema: { type: 'integer', minimum: 1 },
};

/** Returns one response per error status, with its codes in words and as values of X-Error-Code. */
export function errorResponses(operation: AnyOperation, family: Family): JsonSchema {
  return Object.fromEntries(
    [...codesByStatus(operation, family)].map(([status, codes]) => [
      String(status),
      response(status, codes, operation, family),
    ]),
  );
}

function response(
  status: number,
  codes: readonly string[],
  operation: AnyOperation,
  family: Family,
): JsonSchema {
  const category = status === 429 ? categoryOf(operation, family) : undefined;
  const limit = category === undefined ? '' : `: ${limitText(category)}`;
  const sentences = codes.map(
    (code) => `- \`${code}\`: ${operation.errors?.[code]?.text ?? `${meanings[code]}${limit}`}`,
  );
  return {
    description: sentences.join('\n'),
    headers: {
      'X-Error-Code': {
        description: 'Which error it is',
        schema: { type: 'string', enum: codes },
      },
      ...((status === 429 || status === 503) && { 'Retry-After': RETRY_AFTER }),
    },
    content: { 'application/json': { schema: schemaOfCodes(codes, operation, family) } },
  };
}

const inputCodes: ReadonlySet<string> = new Set(['VALIDATION_FAILED', 'MALFORMED_BODY', 'UNKNOWN_PARAMETER']);

/** Returns the schema of bodies with one of the codes; the family has few different ones, each a component. */
function schemaOfCodes(codes: readonly string[], operation: AnyOperation, family: Family): JsonSchema {
  const { input, own, other } = errorSchemas[family];
  const schemas = codes.map((code) =>
    operation.errors?.[code] !== undefined ? own : inputCodes.has(code) ? input : other,
  );
  /* For a list, the answer has one entry per item. */
  if (schemas.includes(input) && listClass(operation.body)) schemas.unshift({ type: 'array', items: input });
  const distinct = [...new Map(schemas.map((each) => [JSON.stringify(each), each])).values()];
  return distinct.length === 1 ? distinct[0]! : { anyOf: distinct };
}
