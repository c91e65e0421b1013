import { DomainError, readJsonBody } from '@argus/contracts';
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';

/** Where an operation states no limit of its own. */
export const DEFAULT_BODY_LIMIT_BYTES = 256 * 1024;

/** Teaches the server the body types of the documents: JSON, urlencoded and multipart forms. */
export async function acceptBodies(server: FastifyInstance): Promise<void> {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_, bytes, done) => {
    try {
      /* No body counts as an empty object, as the originals' frameworks have it. */
      done(null, bytes.length === 0 ? {} : readJsonBody(bytes as Buffer));
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
