import { families, type Family } from '@argus/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { KeySet } from '../../trust/key-set.service.js';
import { documentOf } from '../../openapi/document.js';
import { redocPage, redocStyle, swaggerPage, swaggerScript } from './api-viewers.js';
import { bindAssets } from './assets.js';
import { bindCalibratePage } from './calibrate-page.js';
import { landingPage, landingStyle } from './landing.js';
import { schemaSender } from './schema.js';

/* Allows own scripts; Swagger UI and ReDoc also need inline styles and data: images. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  'worker-src blob:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Serves what needs no account: pages for people, API documents and public keys for programs. */
export async function bindPages(server: FastifyInstance, keys: KeySet): Promise<void> {
  const isFamily = (name: unknown): name is Family => families.includes(name as Family);

  server.get('/', (request, reply) => {
    reply.header('vary', 'accept');
    if (prefersHtml(request)) return page(reply, landingPage());
    return reply.send({ message: 'Web Calibration API', version: '1.0.0', status: 'active' });
  });
  server.get('/swagger/', (_, reply) => page(reply, swaggerPage('techtrack')));
  server.get('/docs', (_, reply) => page(reply, swaggerPage('calibration')));
  server.get('/redoc', (request, reply) => {
    const { api } = request.query as { api?: unknown };
    return page(reply, redocPage(isFamily(api) ? api : 'calibration'));
  });
  /* Serialised once: each is half a megabyte, and any client may ask. */
  const texts = new Map(families.map((family) => [family, JSON.stringify(documentOf(family))]));
  const json = (family: Family) => (_: FastifyRequest, reply: FastifyReply) =>
    reply.type('application/json; charset=utf-8').send(texts.get(family));
  server.get('/openapi.json', json('calibration'));
  for (const family of families) server.get(`/openapi/${family}.json`, json(family));

  const schema = schemaSender(documentOf('eyetracker'));
  server.get('/api/schema/', schema);
  server.get('/api/schema/swagger-ui/', (_, reply) => page(reply, swaggerPage('eyetracker')));
  server.get('/api/schema/redoc/', (_, reply) => page(reply, redocPage('eyetracker')));

  server.get('/.well-known/jwks.json', async (_, reply) => {
    reply.header('cache-control', 'public, max-age=300');
    return keys.jwks();
  });
  bindCalibratePage(server);
  await bindAssets(server, {
    'landing.css': landingStyle,
    'swagger.js': swaggerScript,
    'redoc.css': redocStyle,
  });
}

const prefersHtml = ({ headers }: FastifyRequest): boolean => headers.accept?.includes('text/html') ?? false;

const page = (reply: FastifyReply, html: string): FastifyReply =>
  reply.type('text/html; charset=utf-8').header('content-security-policy', PAGE_POLICY).send(html);
