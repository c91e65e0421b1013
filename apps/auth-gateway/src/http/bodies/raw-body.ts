import type { RawBody } from '@argus/contracts';
import type { FastifyInstance } from 'fastify';
import { codingOf, mediaTypeOf } from './accepted-content.js';

/** Passes the bodies of the routes in this scope unparsed to the service. */
export function acceptRawBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (request, bytes, done) => {
    /* `acceptedContent` has refused all other codings. */
    const encoding = codingOf(request) as RawBody['encoding'];
    const body: RawBody = { content: bytes as Buffer, media_type: mediaTypeOf(request), encoding };
    done(null, body);
  });
}
