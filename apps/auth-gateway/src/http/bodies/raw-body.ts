import type { RawBody } from '@argus/contracts';
import type { FastifyInstance } from 'fastify';
import { codingOf, mediaTypeOf } from './accepted-content.js';

/** Has the bodies of the routes in this scope left as they were sent; only the service can read them. */
export function acceptRawBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (request, bytes, done) => {
    /* `acceptedContent` lets no other coding through. */
    const encoding = codingOf(request) as RawBody['encoding'];
    const body: RawBody = { content: bytes as Buffer, media_type: mediaTypeOf(request), encoding };
    done(null, body);
  });
}
