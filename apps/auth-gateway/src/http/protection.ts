import cors from '@fastify/cors';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import helmet from 'helmet';
import { hostProblem } from './host-header.js';

const EXPOSED_HEADERS = [
  'x-request-id',
  'retry-after',
  'ratelimit',
  'ratelimit-policy',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
];

/** Returns the headers of helmet. Computed once: they never differ, and each computation costs as much as a route. */
function securityHeaders(): Record<string, string> {
  const headers: Record<string, string> = {};
  const collector = {
    setHeader: (name: string, value: string) => (headers[name.toLowerCase()] = value),
    removeHeader: () => undefined,
  };
  const middleware = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    /* These concern only shown documents, which the policy above forbids, or browsers that are gone. */
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  });
  middleware({} as IncomingMessage, collector as unknown as ServerResponse, () => undefined);
  return headers;
}

/** Sets headers that forbid browsers to run or frame an answer, or to load from it. Pages set their own. */
export async function protect(server: FastifyInstance, origins: readonly string[]): Promise<void> {
  const headers = securityHeaders();
  server.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers);
    const problem = hostProblem(request.raw);
    /* Without a Host the family is uncertain, so the answer uses no family's words. */
    if (problem === undefined) done();
    else void reply.code(400).header('connection', 'close').send({ detail: problem });
  });
  if (origins.length === 0) return;
  await server.register(cors, {
    delegator: ({ headers }, done) =>
      done(null, {
        origin: [...origins],
        credentials: true,
        methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
        exposedHeaders: EXPOSED_HEADERS,
        maxAge: 600,
        /* Other OPTIONS requests are not preflights; the dialects answer them. */
        preflight: headers.origin !== undefined && headers['access-control-request-method'] !== undefined,
      }),
  });
}
