import { DomainError } from '@argus/contracts';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import type { BodyReader } from '../reader/body-reader.js';
import type { UrlencodedPair } from '../reader/read-urlencoded.js';
import { letFlow } from './body-flow.js';
import { readBody } from './read-body.js';
import { MAX_PARTS, maxPairsOf, UrlencodedForm } from './urlencoded-form.js';

/** Applies to operations without a limit of their own. */
export const DEFAULT_BODY_LIMIT_BYTES = 256 * 1024;

/** Registers parsers for the documented body types: JSON, urlencoded and multipart forms. */
export async function acceptBodies(server: FastifyInstance, reader: BodyReader): Promise<void> {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    'application/json',
    async (request: FastifyRequest, payload: IncomingMessage) => {
      const bytes = await bytesOf(request, payload);
      /* An empty body is an empty object, as in the frameworks of the originals. */
      if (bytes.length === 0) return {};
      const bounds = request.routeOptions.config?.jsonBounds;
      return reader.read(bytes, { type: 'json', bounds }, isStranger(request));
    },
  );
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    async (request: FastifyRequest, payload: IncomingMessage) => {
      const bytes = await bytesOf(request, payload);
      const { operation } = request.routeOptions.config ?? {};
      const maxPairs = operation ? maxPairsOf(operation) : MAX_PARTS;
      const pairs = await reader.read(bytes, { type: 'urlencoded', maxPairs }, isStranger(request));
      return new UrlencodedForm(pairs as UrlencodedPair[]);
    },
  );
  await server.register(multipart);
  /* A body without a content type must be empty. */
  server.addContentTypeParser('*', (request, payload, done) => {
    letFlow(payload);
    const mediaType = request.headers['content-type'] ?? '';
    const { 'content-length': length, 'transfer-encoding': chunked } = request.headers;
    const isEmpty = length === '0' || (mediaType === '' && length === undefined && chunked === undefined);
    done(isEmpty ? null : new DomainError('UNSUPPORTED_MEDIA_TYPE', { mediaType }), {});
  });
}

const bytesOf = (request: FastifyRequest, payload: IncomingMessage): Promise<Buffer> =>
  readBody(request, payload, request.bodyLimitBytes ?? DEFAULT_BODY_LIMIT_BYTES);

const isStranger = ({ principal }: FastifyRequest): boolean => principal === undefined;
