import cors from '@fastify/cors';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import helmet from 'helmet';
import type { AllowedHosts } from './hosts/allowed-hosts.js';
import { ERROR_CODE_HEADER } from './dialects/error-code.js';
import { hostProblem } from './hosts/host-header.js';

const EXPOSED_HEADERS = [
  ERROR_CODE_HEADER,
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

/**
 * Refuses requests for hosts that are not allowed. Sets headers that forbid browsers to run or frame an answer, or to load from it;
 * pages set their own.
 */
export async function protect(
  server: FastifyInstance,
  origins: readonly string[],
  hosts: AllowedHosts,
): Promise<void> {
  const headers = securityHeaders();
  server.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers);
    const unclear = hostProblem(request.raw);
    const problem = unclear ?? foreignHost(request, hosts);
    /* Without a Host the family is uncertain, so the answer uses no family's words. */
    if (problem === undefined) return done();
    const code = unclear === undefined ? 'HOST_NOT_ALLOWED' : 'HOST_UNCLEAR';
    void reply
      .code(400)
      .headers({ connection: 'close', [ERROR_CODE_HEADER]: code })
      .send({ detail: problem });
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

/** Returns what is wrong with the host that the client, or a trusted proxy for it, asked for. HTTP/1.0 may name none. */
function foreignHost({ host, raw }: FastifyRequest, hosts: AllowedHosts): string | undefined {
  if ((host === '' && raw.httpVersion === '1.0') || hosts.allows(host, raw.socket.localAddress))
    return undefined;
  return 'This gateway does not answer under the host of the request; its operator can add it to ALLOWED_HOSTS.';
}
