import { isUtf8 } from 'node:buffer';
import { DomainError } from '@argus/contracts';
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import { JsonRefused, readJson } from './read-json.js';

/** Where an operation states no limit of its own. */
export const DEFAULT_BODY_LIMIT_BYTES = 256 * 1024;

/** Teaches the server the body types of the documents: JSON, urlencoded and multipart forms. */
export async function acceptBodies(server: FastifyInstance): Promise<void> {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_, bytes, done) => {
    try {
      done(null, readBody(bytes as Buffer));
    } catch (error) {
      done(error as Error, undefined);
    }
  });
  await server.register(formbody, { parser: (text) => new URLSearchParams(text) as never });
  await server.register(multipart);
  /* Without a content type there must be no content. */
  server.addContentTypeParser('*', (request, payload, done) => {
    payload.resume();
    const mediaType = request.headers['content-type'] ?? '';
    const { 'content-length': length, 'transfer-encoding': chunked } = request.headers;
    const isEmpty = length === '0' || (mediaType === '' && length === undefined && chunked === undefined);
    done(isEmpty ? null : new DomainError('UNSUPPORTED_MEDIA_TYPE', { mediaType }), {});
  });
}

/** No body counts as an empty object, as the originals' frameworks have it. */
function readBody(bytes: Buffer): unknown {
  if (bytes.length === 0) return {};
  if (!isUtf8(bytes)) throw malformed('not UTF-8', 0);
  const text = bytes.toString('utf8');
  try {
    return readJson(text);
  } catch (error) {
    if (error instanceof JsonRefused) throw malformed(error.reason, error.position, text);
    throw error;
  }
}

/** Says where as Python's parser does; lines and columns from 1. */
function malformed(reason: string, position?: number, text = ''): DomainError {
  if (position === undefined)
    return new DomainError('MALFORMED_BODY', { reason: `JSON parse error - ${reason}` });
  const lines = text.slice(0, position).split('\n');
  const [line, column] = [lines.length, lines.at(-1)!.length + 1];
  return new DomainError('MALFORMED_BODY', {
    reason: `JSON parse error - ${reason}: line ${line} column ${column} (char ${position})`,
    words: reason,
    position,
    line,
    column,
  });
}
