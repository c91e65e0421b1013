import { DomainError } from '@argus/contracts';
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import type { JsonReader } from '../json/json-reader.js';
import { readBody } from './read-body.js';
import { UrlencodedForm } from './urlencoded-form.js';

/** Applies to operations without a limit of their own. */
export const DEFAULT_BODY_LIMIT_BYTES = 256 * 1024;

/** Registers parsers for the documented body types: JSON, urlencoded and multipart forms. */
export async function acceptBodies(server: FastifyInstance, json: JsonReader): Promise<void> {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    'application/json',
    async (request: FastifyRequest, payload: IncomingMessage) => {
      const { bodyLimitBytes = DEFAULT_BODY_LIMIT_BYTES, principal, routeOptions } = request;
      const bytes = await readBody(request, payload, bodyLimitBytes);
      /* An empty body is an empty object, as in the frameworks of the originals. */
      if (bytes.length === 0) return {};
      return json.read(bytes, routeOptions.config?.jsonBounds, principal === undefined);
    },
  );
  await server.register(formbody, { parser: (text) => new UrlencodedForm(text) as never });
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
