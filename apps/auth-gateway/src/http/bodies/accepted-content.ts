import { type AnyOperation, contentCodingsOf, DomainError, mediaTypesOf } from '@argus/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';

const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]*)/i;
/* Bodies are read as UTF-8, which includes ASCII. JSON between systems must be UTF-8 (RFC 8259, 8.1). */
const charsets: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii']);

/** Returns the content coding of a request, `identity` if it names none. */
export const codingOf = ({ headers }: FastifyRequest): string => {
  const coding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  return coding === 'x-gzip' ? 'gzip' : coding;
};

export const mediaTypeOf = ({ headers }: FastifyRequest): string =>
  (headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();

/**
 * Returns a check that runs before the body is read. It throws UNSUPPORTED_MEDIA_TYPE for a type, charset or coding that the
 * operation does not accept; headers (RFC 9110, 15.5.16 and 12.5) and the body name the accepted ones.
 */
export function acceptedContent(
  operation: AnyOperation,
): (request: FastifyRequest, reply: FastifyReply) => void {
  const mediaTypes = mediaTypesOf(operation);
  const codings = contentCodingsOf(operation);
  return (request, reply) => {
    const {
      'content-type': type = '',
      'content-length': length,
      'transfer-encoding': chunked,
    } = request.headers;
    if (chunked === undefined && (length === undefined || length === '0')) return;
    const coding = codingOf(request);
    if (!codings.includes(coding)) {
      void reply.header('accept-encoding', codings.join(', '));
      throw new DomainError('UNSUPPORTED_MEDIA_TYPE', { coding, accepted: codings });
    }
    const charset = CHARSET.exec(type)?.[1]?.toLowerCase() ?? 'utf-8';
    if (mediaTypes.includes(mediaTypeOf(request)) && charsets.has(charset)) return;
    void reply.header('accept', mediaTypes.join(', '));
    throw new DomainError('UNSUPPORTED_MEDIA_TYPE', { mediaType: type, accepted: mediaTypes });
  };
}
