import { choice, families, type Family, Field, parse, withoutBlanks } from '@argus/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { KeySet } from '../../trust/key-set.service.js';
import { documentOf } from '../../openapi/document.js';
import { ERROR_CODE_HEADER } from '../dialects/error-code.js';
import { prefersHtml } from './accepts-html.js';
import { viewerPage } from './api-viewer.js';
import { bindAssets } from './assets.js';
import { bindCalibratePage } from './calibrate-page.js';
import { landingPage } from './landing.js';
import { madeOnce } from './made-once.js';
import { notFoundPage } from './not-found.js';
import { policyOf } from './policy.js';
import { schemaSender } from './schema.js';

const textPolicy = policyOf();
/* Swagger UI sets styles of elements and has pictures in its styles. */
const viewerPolicy = policyOf({
  'script-src': "'self'",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data:",
  'connect-src': "'self'",
});
/* Where the originals had a viewer, and the document that theirs showed. Each takes `?api=`. */
const viewers: Readonly<Record<string, Family>> = {
  '/swagger/': 'techtrack',
  '/docs': 'calibration',
  '/redoc': 'calibration',
  '/api/schema/swagger-ui/': 'eyetracker',
  '/api/schema/redoc/': 'eyetracker',
};

class ViewerQuery {
  @Field(choice(...families), { optional: true }) api?: Family;
}

/** Serves what needs no account: pages for people, API documents and public keys for programs. */
export async function bindPages(server: FastifyInstance, keys: KeySet): Promise<void> {
  const landing = madeOnce(landingPage);
  server.get('/', (request, reply) => {
    reply.header('vary', 'accept');
    if (prefersHtml(request.headers.accept)) return page(reply, landing(), textPolicy);
    return reply.send({ message: 'Web Calibration API', version: '1.0.0', status: 'active' });
  });
  for (const [path, first] of Object.entries(viewers))
    server.get(path, (request, reply) => {
      const { api } = parse(
        ViewerQuery,
        withoutBlanks(ViewerQuery, request.query as Readonly<Record<string, unknown>>),
      );
      return page(reply, viewerPage(api ?? first), viewerPolicy);
    });
  /* Each is half a megabyte, and any client may ask. */
  const json = (family: Family) => {
    const text = madeOnce(() => JSON.stringify(documentOf(family)));
    return (_: FastifyRequest, reply: FastifyReply) =>
      reply.type('application/json; charset=utf-8').send(text());
  };
  server.get('/openapi.json', json('calibration'));
  for (const family of families) server.get(`/openapi/${family}.json`, json(family));

  server.get(
    '/api/schema/',
    schemaSender(() => documentOf('eyetracker')),
  );

  server.get('/.well-known/jwks.json', async (_, reply) => {
    reply.header('cache-control', 'public, max-age=300');
    return keys.jwks();
  });
  bindCalibratePage(server);
  await bindAssets(server);
}

const notFound = notFoundPage();

/** Answers a browser at an address that does not exist with a page; says whether it did. Programs get their family's error. */
export function sendNotFoundPage({ method, headers }: FastifyRequest, reply: FastifyReply): boolean {
  reply.header('vary', 'accept');
  if ((method !== 'GET' && method !== 'HEAD') || !prefersHtml(headers.accept)) return false;
  page(reply.code(404).header(ERROR_CODE_HEADER, 'NOT_FOUND'), notFound, textPolicy);
  return true;
}

const page = (reply: FastifyReply, html: string, policy: string): FastifyReply =>
  reply.type('text/html; charset=utf-8').header('content-security-policy', policy).send(html);
