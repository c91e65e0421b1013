import type { IncomingHttpHeaders } from 'node:http';
import { DomainError } from '@argus/contracts';

const KEY = /^[\x21\x23-\x5b\x5d-\x7e]{1,255}$/;

/** Returns the Idempotency-Key, quoted (RFC 8941) or bare; undefined without one. Throws MALFORMED_BODY if it is invalid. */
export function idempotencyKeyOf(headers: IncomingHttpHeaders): string | undefined {
  const given = headers['idempotency-key'];
  if (given === undefined) return undefined;
  const text = typeof given === 'string' ? given.trim() : '';
  const key = text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
  if (!KEY.test(key)) {
    throw new DomainError('MALFORMED_BODY', {
      reason: 'Idempotency-Key must be 1 to 255 printable characters without spaces, e.g. a UUID.',
    });
  }
  return key;
}
