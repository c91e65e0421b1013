import { DomainError, readJsonBody } from '@argus/contracts';
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';

/** Applies to operations without a limit of their own. */
export const DEFAULT_BODY_LIMIT_BYTES = 256 * 1024;

/** Registers parsers for the documented body types: JSON, urlencoded and multipart forms. */
export async function acceptBodies(server: FastifyInstance): Promise<void> {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_, bytes, done) => {
    try {
      /* An empty body is an empty object, as in the frameworks of the originals. */
      done(null, bytes.length === 0 ? {} : readJsonBody(bytes as Buffer));
    } catch (error) {
      done(error as Error, undefined);
    }
  });
  await server.register(formbody, { parser: (text) => new URLSearchParams(text) as never });
  await server.register(multipart);
  /* A body without a content type must be empty. */
  server.addContentTypeParser('*', (request, payload, done) => {
    payload.resume();
    const mediaType = request.headers['content-type'] ?? '';
    const { 'content-length': length, 'transfer-encoding': chunked } = request.headers;
    const isEmpty = length === '0' || (mediaType === '' && length === undefined && chunked === undefined);
    done(isEmpty ? null : new DomainError('UNSUPPORTED_MEDIA_TYPE', { mediaType }), {});
  });
}
