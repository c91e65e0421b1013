import { DomainError, type RawBody } from '@argus/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Has the bodies of the routes in this scope left as they were sent; only the service can read them. */
export function acceptRawBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (request, bytes, done) => {
    try {
      done(null, rawBodyOf(request, bytes as Buffer));
    } catch (error) {
      done(error as Error, undefined);
    }
  });
}

function rawBodyOf(request: FastifyRequest, content: Buffer): RawBody {
  const mediaType = request.headers['content-type'] ?? '';
  const media_type = mediaType.split(';')[0]!.trim().toLowerCase();
  const accepted = request.routeOptions.config.operation?.http?.rawBody?.mediaTypes ?? [];
  if (!accepted.includes(media_type)) throw new DomainError('UNSUPPORTED_MEDIA_TYPE', { mediaType });
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity' && encoding !== 'gzip')
    throw new DomainError('UNSUPPORTED_MEDIA_TYPE', { mediaType: encoding });
  return { content, media_type, encoding };
}
