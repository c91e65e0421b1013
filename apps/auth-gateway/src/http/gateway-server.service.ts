import './route-config.js';
import { type Contract, contracts, type DomainError } from '@argus/contracts';
import { RpcClient } from '@argus/messaging';
import { Database } from '@argus/persistence';
import {
  type Listener,
  Metrics,
  type PlatformSettings,
  platformSettings,
  RequestLog,
} from '@argus/service-kit';
import websocket from '@fastify/websocket';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type AuthGatewaySettings, authGatewaySettings } from '../auth-gateway.settings.js';
import { Authenticator } from '../trust/authenticator.service.js';
import { KeySet } from '../trust/key-set.service.js';
import { Revocations } from '../trust/revocations.service.js';
import { authFailures } from './auth-failures.js';
import { GatewayAuditRecorder } from './audit/gateway-audit-recorder.js';
import { admittedBodies } from './bodies/admitted-bodies.js';
import { acceptBodies } from './bodies/body-parsers.js';
import { letFlow } from './bodies/body-flow.js';
import { FullOperations } from './bodies/full-operations.js';
import { limitConnections } from './connections/connection-limit.js';
import { requestFactsOf } from './requests/client-request.js';
import { dialectOf } from './dialects/index.js';
import { ERROR_CODE_HEADER } from './dialects/error-code.js';
import { asDomainError } from './errors.js';
import { FamilyOfPath } from './families/family-of-path.js';
import { AllowedHosts } from './hosts/allowed-hosts.js';
import { CallLimits } from './limits/call-limits.js';
import { Claimants } from './limits/claimants.js';
import { RateLimits } from './limits/rate-limits.js';
import { BodyReader } from './reader/body-reader.js';
import { observe } from './observation.js';
import { bindPages, sendNotFoundPage } from './pages/pages.js';
import { limitPipelining } from './pipelining.js';
import { protect } from './protection.js';
import { bearerProtocol } from './routes/bearer-protocol.js';
import { Followers } from './routes/followers.js';
import { bindOperations } from './routes/operation-routes.js';
import { send } from './routes/output.js';
import { upgradable } from './routes/upgradable.js';
import { serverOptions } from './server-options.js';
import { TrafficMeter } from './traffic/traffic-meter.service.js';

/** The only HTTP server that clients see. */
@Injectable()
export class GatewayServer implements Listener {
  private readonly logger = new Logger('Http');
  private server: FastifyInstance | undefined;

  constructor(
    private readonly rpc: RpcClient,
    private readonly authenticator: Authenticator,
    private readonly keys: KeySet,
    private readonly revocations: Revocations,
    private readonly metrics: Metrics,
    private readonly requestLog: RequestLog,
    private readonly database: Database,
    private readonly traffic: TrafficMeter,
    @Inject(platformSettings.token) private readonly platform: PlatformSettings,
    @Inject(authGatewaySettings.token) private readonly settings: AuthGatewaySettings,
  ) {}

  async listen(): Promise<string> {
    await this.revocations.start();
    this.server = await this.build(contracts);
    return this.server.listen({ host: this.platform.HOST, port: this.platform.PORT });
  }

  async close(): Promise<void> {
    await this.server?.close();
    this.server = undefined;
  }

  /** Returns a server with the routes of the contracts that does not listen yet. */
  async build(served: readonly Contract[]): Promise<FastifyInstance> {
    /* Calibration's original answered at the root of its host. */
    const families = new FamilyOfPath(served, 'calibration');
    const noteFailure = authFailures(this.metrics);
    const audit = new GatewayAuditRecorder(this.rpc);
    const fail = (raw: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
      const error = asDomainError(raw, request.headers['content-type']);
      noteFailure(error);
      audit.refused(error, request, request.routeOptions.config?.family);
      const answer = this.answerTo(error, request, families);
      /* Closing the connection amid an upload hides the answer from most clients, so the rest is read and dropped. */
      if (answer.status === 413) reply.removeHeader('connection');
      if (isUnread(request)) letFlow(request.raw);
      return send(reply.header(ERROR_CODE_HEADER, answer.code), answer);
    };
    const server = fastify({
      ...serverOptions(this.settings.TRUSTED_PROXIES, upgradable(served)),
      frameworkErrors: (error, request, reply) => void fail(error, request, reply),
    });
    server.decorateRequest('principal', undefined);
    server.decorateRequest('bodyLimitBytes', undefined);
    limitPipelining(server);
    const hosts = new AllowedHosts({
      listening: this.platform.HOST,
      publicUrl: this.platform.PUBLIC_URL,
      named: this.settings.ALLOWED_HOSTS,
    });
    await protect(server, this.settings.CORS_ORIGINS, hosts);
    observe(server, this.metrics, this.traffic, this.requestLog);
    const reader = new BodyReader();
    server.addHook('onClose', () => reader.close());
    await acceptBodies(server, reader);
    server.setErrorHandler(fail);
    server.setNotFoundHandler((request, reply) =>
      sendNotFoundPage(request, reply) ? reply : fail({ code: 'FST_ERR_BAD_URL' }, request, reply),
    );
    const claimants = new Claimants(this.rpc);
    const limits = new RateLimits(this.database.pool, this.settings.RATE_LIMIT_FACTOR, claimants);
    server.addHook('onClose', async () => limits.close());
    const calls = new CallLimits(this.settings.RATE_LIMIT_FACTOR);
    const bodies = admittedBodies(this.settings, this.metrics);
    this.boundConnections(server);
    const { rpc, authenticator, platform } = this;
    const followers = new Followers();
    server.addHook('preClose', async () => followers.close());
    server.addHook('onClose', async () => audit.close());
    await server.register(websocket, { options: { maxPayload: 1024, handleProtocols: bearerProtocol } });
    const dependencies = {
      rpc,
      authenticator,
      audit,
      limits,
      calls,
      bodies,
      full: new FullOperations(),
      followers,
      publicUrl: platform.PUBLIC_URL,
    };
    bindOperations(server, served, dependencies);
    await bindPages(server, this.keys);
    return server;
  }

  private boundConnections(server: FastifyInstance): void {
    const { MAX_CONNECTIONS, MAX_CONNECTIONS_PER_ADDRESS, TRUSTED_PROXIES } = this.settings;
    const refused = this.metrics.counter({
      name: 'argus_http_connections_refused_total',
      help: 'Connections that were closed because their address had too many',
    });
    server.server.maxConnections = MAX_CONNECTIONS;
    limitConnections(server.server, MAX_CONNECTIONS_PER_ADDRESS, TRUSTED_PROXIES, () => refused.add());
  }

  private answerTo(error: DomainError, request: FastifyRequest, families: FamilyOfPath) {
    if (error.code === 'INTERNAL') this.logger.error(`Request ${request.id} failed`, error.cause ?? error);
    const { operation, family = families.find(request.url) } = request.routeOptions.config ?? {};
    return dialectOf(family).error(error, requestFactsOf(request, this.platform.PUBLIC_URL), operation);
  }
}

/** Node would receive the rest of such a body as fast as it comes. */
const isUnread = ({ raw }: FastifyRequest): boolean => !raw.complete && raw.readableFlowing === null;
