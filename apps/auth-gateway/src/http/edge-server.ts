import './route-config.js';
import { contracts, type DomainError } from '@argus/contracts';
import { RpcClient } from '@argus/messaging';
import {
  type Listener,
  Metrics,
  openRequestSpan,
  type PlatformSettings,
  platformSettings,
} from '@argus/service-kit';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type AuthGatewaySettings, authGatewaySettings } from '../auth-gateway.settings.js';
import { Authenticator } from '../trust/authenticator.js';
import { KeySet } from '../trust/key-set.js';
import { Revocations } from '../trust/revocations.js';
import { acceptBodies, DEFAULT_BODY_LIMIT_BYTES } from './bodies.js';
import { requestIdOf } from './client-request.js';
import { bindDiscovery } from './discovery-routes.js';
import { asDomainError } from './errors.js';
import { answerError, bindOperations, send } from './operation-routes.js';

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);

/** The only HTTP server that clients see. */
@Injectable()
export class EdgeServer implements Listener {
  private readonly logger = new Logger('Http');
  private server: FastifyInstance | undefined;

  constructor(
    private readonly rpc: RpcClient,
    private readonly authenticator: Authenticator,
    private readonly keys: KeySet,
    private readonly revocations: Revocations,
    private readonly metrics: Metrics,
    @Inject(platformSettings.token) private readonly platform: PlatformSettings,
    @Inject(authGatewaySettings.token) private readonly settings: AuthGatewaySettings,
  ) {}

  async listen(): Promise<string> {
    await this.revocations.start();
    this.server = await this.build();
    return this.server.listen({ host: this.platform.HOST, port: this.platform.PORT });
  }

  async close(): Promise<void> {
    await this.server?.close();
    this.server = undefined;
  }

  private async build(): Promise<FastifyInstance> {
    const proxies = listOf(this.settings.TRUSTED_PROXIES);
    const server = fastify({
      routerOptions: { ignoreTrailingSlash: true, caseSensitive: true, maxParamLength: 200 },
      bodyLimit: DEFAULT_BODY_LIMIT_BYTES,
      trustProxy: proxies.length > 0 ? proxies : false,
      genReqId: ({ headers }) => requestIdOf(headers),
      requestTimeout: 60_000,
      connectionTimeout: 120_000,
      keepAliveTimeout: 72_000,
      forceCloseConnections: 'idle',
      frameworkErrors: (error, request, reply) => void this.fail(error, request, reply),
    });
    server.decorateRequest('principal', undefined);
    await this.protect(server);
    this.observe(server);
    await acceptBodies(server);
    server.setErrorHandler((error, request, reply) => this.fail(error, request, reply));
    server.setNotFoundHandler((request, reply) => this.fail({ code: 'FST_ERR_BAD_URL' }, request, reply));
    const { PUBLIC_URL: publicUrl } = this.platform;
    bindOperations(server, contracts, { rpc: this.rpc, authenticator: this.authenticator, publicUrl });
    bindDiscovery(server, this.keys);
    return server;
  }

  private async protect(server: FastifyInstance): Promise<void> {
    const csp = { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } };
    await server.register(helmet, { contentSecurityPolicy: csp });
    const origins = listOf(this.settings.CORS_ORIGINS);
    if (origins.length > 0)
      await server.register(cors, { origin: origins, exposedHeaders: ['x-request-id'] });
  }

  private observe(server: FastifyInstance): void {
    const measured = this.metrics.httpRequests();
    server.addHook('onRequest', (request, reply, done) => {
      const { traceparent } = request.headers;
      request.span = openRequestSpan(
        request.method,
        typeof traceparent === 'string' ? traceparent : undefined,
      );
      reply.headers({ 'x-request-id': request.id, 'cache-control': 'no-store' });
      done();
    });
    server.addHook('onResponse', (request, reply, done) => {
      const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
      const { statusCode: status, elapsedTime: durationMs } = reply;
      measured({ method: request.method, route, status }, durationMs);
      request.span.end({ route, status });
      const { id: request_id, method, ip, principal } = request;
      this.logger.log(`${method} ${route} ${status}`, {
        request_id,
        trace_id: request.span.traceId,
        ip,
        account: principal ? `${principal.family}:${principal.accountId}` : undefined,
        duration_ms: Math.round(durationMs * 10) / 10,
      });
      done();
    });
  }

  private fail(raw: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const error: DomainError = asDomainError(raw);
    if (error.code === 'INTERNAL') this.logger.error(`Request ${request.id} failed`, error.cause ?? error);
    return send(reply, answerError(error, request, this.platform.PUBLIC_URL));
  }
}
