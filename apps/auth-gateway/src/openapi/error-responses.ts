import type { AnyOperation, JsonSchema } from '@argus/contracts';

const message = { type: 'string' };
const detail: JsonSchema = {
  type: 'object',
  properties: { detail: message, code: message },
  required: ['detail'],
};
const anyBody: JsonSchema = { type: 'object', additionalProperties: true };
const fieldErrors: JsonSchema = {
  type: 'object',
  description:
    'Messages by field, nested like the input; what concerns the whole is under `non_field_errors` or `detail`',
  additionalProperties: true,
};

const platform: Readonly<Record<number, readonly [description: string, schema: JsonSchema]>> = {
  400: ['The input is refused; nothing was changed', fieldErrors],
  401: ['No token, or one that does not count', { ...detail, additionalProperties: true }],
  403: ['Not allowed to this account', detail],
  404: ['There is no such thing', anyBody],
  413: ['The body is too large', detail],
  415: ['The body is of a type that is not accepted', detail],
  503: ['Not available right now; see Retry-After', anyBody],
  504: ['Not answered in time', { ...detail, additionalProperties: true }],
};

/** The errors of an operation: its own codes and what the platform may answer, one response per status. */
export function errorResponses({ errors = {}, access, body, params, query, http }: AnyOperation): JsonSchema {
  const own = Object.entries(errors);
  const statuses = new Set<number>([503, 504, ...own.map(([, { status }]) => status)]);
  if (body || query) statuses.add(400);
  if (body) for (const status of [413, 415]) statuses.add(status);
  if (params || query) statuses.add(404);
  if (access.kind !== 'public') statuses.add(401);
  if (access.kind === 'roles' || access.kind === 'self-or-roles' || http?.method === 'POST')
    statuses.add(403);
  return Object.fromEntries(
    [...statuses].sort().map((status) => {
      const [description, schema] = platform[status] ?? ['Refused', anyBody];
      const texts = own
        .filter(([, reply]) => reply.status === status)
        .map(([code, { text }]) => `${code}: ${text}`);
      return [
        status,
        {
          description: [description, ...texts].join('\n\n- '),
          content: { 'application/json': { schema: texts.length > 0 ? anyBody : schema } },
        },
      ];
    }),
  );
}
