import { fieldsOf, type RawBody } from '@argus/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { codingOf, mediaTypeOf } from './accepted-content.js';
import { DEFAULT_BODY_LIMIT_BYTES } from './body-parsers.js';
import { readBody } from './read-body.js';

/** Passes the bodies of the routes in this scope unparsed to the service. */
export function acceptRawBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', async (request: FastifyRequest, payload: IncomingMessage) => {
    const { bodyLimitBytes = DEFAULT_BODY_LIMIT_BYTES } = request;
    const content = await readBody(request, payload, bodyLimitBytes);
    /* `acceptedContent` has refused all other codings. */
    const encoding = codingOf(request) as RawBody['encoding'];
    const headers = declaredHeadersOf(request);
    const body: RawBody = { content, media_type: mediaTypeOf(request), encoding, headers };
    return body;
  });
}

/** A header that is sent several times comes joined by commas, as Node reads it. */
function declaredHeadersOf({ headers, routeOptions }: FastifyRequest): Record<string, string> {
  const { operation } = routeOptions.config;
  const declared = operation?.http?.rawBody?.headers;
  if (!declared) return {};
  const sent = fieldsOf(declared).map(({ name }) => [name, headers[name]] as const);
  return Object.fromEntries(sent.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
