import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

const EXPOSED = [
  'x-request-id',
  'retry-after',
  'ratelimit',
  'ratelimit-policy',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
];

/** An answer of the API is data: nothing in it is to be run, framed or loaded from elsewhere. Pages state their own. */
export async function protect(server: FastifyInstance, origins: readonly string[]): Promise<void> {
  await server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
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
