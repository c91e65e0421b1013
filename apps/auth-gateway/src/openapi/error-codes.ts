import {
  type AnyOperation,
  DomainError,
  type Family,
  isCreating,
  pageItem,
  type PlatformErrorCode,
} from '@argus/contracts';
import { dialectOf, type RequestFacts } from '../http/dialects/index.js';

/** Returns the codes of the platform that an operation may answer with. */
function platformCodes(operation: AnyOperation, family: Family): PlatformErrorCode[] {
  const { access, body, params, query, http, reply, sessionOnly } = operation;
  const isPublic = access.kind === 'public';
  const creates = isCreating(operation);
  return [
    ...(body || query || creates || (params && family === 'calibration')
      ? (['VALIDATION_FAILED'] as const)
      : []),
    /* An Idempotency-Key that is none is malformed, too. */
    ...(body || creates ? (['MALFORMED_BODY'] as const) : []),
    ...(body ? (['PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'] as const) : []),
    ...(params || query ? (['NOT_FOUND'] as const) : []),
    'UNKNOWN_PARAMETER',
    ...(pageItem(reply) === undefined ? [] : (['PAGE_NOT_FOUND'] as const)),
    ...(isPublic && !access.refusesBadToken ? [] : (['NOT_AUTHENTICATED', 'TOKEN_INVALID'] as const)),
    ...(!isPublic || http?.method === 'POST' ? (['PERMISSION_DENIED'] as const) : []),
    ...(sessionOnly === undefined ? [] : (['SESSION_REQUIRED'] as const)),
    ...(creates ? (['IDEMPOTENCY_KEY_IN_FLIGHT', 'IDEMPOTENCY_KEY_REUSED'] as const) : []),
    'RATE_LIMITED',
    'UNAVAILABLE',
    'DEADLINE_EXCEEDED',
  ];
}

const facts: RequestFacts = { method: 'POST', requestId: '', url: new URL('http://localhost/') };

/** Returns the codes of an operation's errors by the status that its family answers with. */
export function codesByStatus(
  operation: AnyOperation,
  family: Family,
): ReadonlyMap<number, readonly string[]> {
  const codes = new Set([...Object.keys(operation.errors ?? {}), ...platformCodes(operation, family)]);
  const byStatus = new Map<number, string[]>();
  for (const each of codes) {
    const { status, code } = dialectOf(family).error(new DomainError(each), facts, operation);
    const known = byStatus.get(status);
    if (known) known.push(code);
    else byStatus.set(status, [code]);
  }
  return new Map([...byStatus].sort(([a], [b]) => a - b));
}
