import cors from '@fastify/cors';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import helmet from 'helmet';
import { hostProblem } from './host-header.js';

const EXPOSED = [
  'x-request-id',
  'retry-after',
  'ratelimit',
  'ratelimit-policy',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
];

/** What helmet sets, asked once: it is the same for every answer, and asking each time cost as much as the route. */
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
    /* What only concerns documents that browsers show, and the policy above forbids, or browsers that are gone. */
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

/** An answer of the API is data: nothing in it is to be run, framed or loaded from elsewhere. Pages state their own. */
export async function protect(server: FastifyInstance, origins: readonly string[]): Promise<void> {
  const headers = securityHeaders();
  server.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers);
    const problem = hostProblem(request.raw);
    /* No family's word: whose request it would have been is not certain. */
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
        exposedHeaders: EXPOSED,
        maxAge: 600,
        /* OPTIONS is also a question of its own, which the dialects answer. */
        preflight: headers.origin !== undefined && headers['access-control-request-method'] !== undefined,
      }),
  });
}
