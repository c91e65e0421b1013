import {
  type AnyOperation,
  type Contract,
  DomainError,
  fieldsOf,
  type Followed,
  isCreating,
  jsonBoundsOf,
  type StreamPiece,
} from '@argus/contracts';
import type { RpcClient } from '@argus/messaging';
import type { WebSocket } from '@fastify/websocket';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayAuditRecorder } from '../audit/gateway-audit-recorder.js';
import type { Authenticator } from '../../trust/authenticator.service.js';
import { acceptedContent } from '../bodies/accepted-content.js';
import { DEFAULT_BODY_LIMIT_BYTES } from '../bodies/body-parsers.js';
import type { FullOperations } from '../bodies/full-operations.js';
import { acceptRawBodies } from '../bodies/raw-body.js';
import { requestFactsOf, contextOf } from '../requests/client-request.js';
import { dialectOf } from '../dialects/index.js';
import { categoryOf } from '../limits/categories.js';
import type { CallLimits } from '../limits/call-limits.js';
import type { RateLimits } from '../limits/rate-limits.js';
import { idempotencyKeyOf } from './idempotency-key.js';
import { acceptBearerProtocol } from './bearer-protocol.js';
import type { Followers, Next } from './followers.js';
import { type Input, inputOf } from './input.js';
import { outputOf, send } from './output.js';
import { queryChecksOf } from './query-promises.js';
import { type ResourceBinding, resourcesOf, routeOf } from './resources.js';
import { sendStream } from './streamed-answer.js';

export interface RouteDependencies {
  readonly rpc: RpcClient;
  readonly authenticator: Authenticator;
  readonly audit: GatewayAuditRecorder;
  readonly limits: RateLimits;
  readonly calls: CallLimits;
  /** Admits the body of a request before it is read. */
  readonly bodies: (request: FastifyRequest, reply: FastifyReply, limitBytes: number) => void;
  readonly full: FullOperations;
  readonly followers: Followers;
  readonly publicUrl: string | undefined;
}

interface BoundDependencies extends RouteDependencies {
  readonly queryCheckOf: ReturnType<typeof queryChecksOf>;
}

/** Binds every operation that has an HTTP binding to its route. Other methods of the path answer 405, OPTIONS metadata. */
export function bindOperations(
  server: FastifyInstance,
  contracts: readonly Contract[],
  dependencies: RouteDependencies,
): void {
  const bound = { ...dependencies, queryCheckOf: queryChecksOf(contracts) };
  for (const resource of resourcesOf(contracts)) {
    for (const operation of resource.operations) {
      if (operation.http?.rawBody === undefined) bindOperation(server, resource, operation, bound);
      else
        void server.register(async (scope) => {
          acceptRawBodies(scope);
          bindOperation(scope, resource, operation, bound);
        });
    }
    bindOtherMethods(server, resource, dependencies);
  }
}

function bindOperation(
  server: FastifyInstance,
  { family, allowed }: ResourceBinding,
  operation: AnyOperation,
  {
    rpc,
    authenticator,
    audit,
    limits,
    calls,
    bodies,
    full,
    followers,
    publicUrl,
    queryCheckOf,
  }: BoundDependencies,
): void {
  const { http, access, timeoutMs } = operation;
  if (!http) return;
  const dialect = dialectOf(family);
  const output = outputOf(operation, dialect, publicUrl);
  const category = categoryOf(operation, family);
  /* What asks for tokens is counted by account or session, which only the body names. */
  const ofTokens = category === 'authentication' || category === 'refresh' ? category : undefined;
  const limitBytes = http.bodyLimitBytes ?? DEFAULT_BODY_LIMIT_BYTES;
  const creates = isCreating(operation);
  const checkQuery = queryCheckOf(operation, family);
  const authenticates = access.kind !== 'public' || access.refusesBadToken;
  const answersHead = http.method === 'GET' && allowed.includes('HEAD') && !http.follow;
  const accepted = operation.body && !http.stream ? acceptedContent(operation) : undefined;
  const call = (request: FastifyRequest, input: Input, idempotencyKey?: string): Promise<unknown> => {
    const context = contextOf(request, timeoutMs, idempotencyKey);
    return request.span.run(() => rpc.call(operation, input as never, context)) as Promise<unknown>;
  };
  const nextOf =
    (request: FastifyRequest, input: Input): Next =>
    async (cursor) => {
      /* Checked each time, so that a feed ends with the session or the token. */
      request.principal = await authenticator.authenticate(request.headers, family);
      authenticator.authorize(operation, request.principal, request.params as Record<string, string>);
      const query = { ...input.query, ...(cursor !== undefined && { cursor }) };
      return followers.shared(
        operation,
        query,
        () => call(request, { ...input, query }) as Promise<Followed>,
      );
    };
  server.route({
    method: answersHead ? ['GET', 'HEAD'] : http.method,
    url: routeOf(http.path),
    exposeHeadRoute: false,
    bodyLimit: limitBytes,
    config: { operation, family, ...(operation.body && { jsonBounds: jsonBoundsOf(operation.body) }) },
    /* Checked before the body is read, so that nobody uploads megabytes in vain. */
    onRequest: async (request, reply) => {
      if (dialect.hasFormats) checkFormat(request, operation);
      if (http.follow) acceptBearerProtocol(request);
      if (authenticates) request.principal = await authenticator.authenticate(request.headers, family);
      authenticator.authorize(operation, request.principal, request.params as Record<string, string>);
      audit.admitted(request, family, operation.subject);
      if (category === 'calls' || ofTokens) calls.count(request);
      else await limits.count(category, request, reply);
      checkQuery(request.query as Record<string, unknown>);
    },
    ...(accepted && {
      preParsing: async (request, reply) => {
        accepted(request, reply);
        full.admit(operation, request);
        bodies(request, reply, limitBytes);
      },
    }),
    handler: async (request, reply) => {
      const input = await inputOf(request, operation);
      const body = input.body as Record<string, unknown> | undefined;
      if (ofTokens) await limits.countAuthentication(ofTokens, family, request, reply, body);
      if (http.links) return absolute(http.links, requestFactsOf(request, publicUrl).url);
      const idempotencyKey = creates ? idempotencyKeyOf(request.headers) : undefined;
      if (http.follow) return followers.sendEvents(nextOf(request, input), request, reply);
      const answer = await full.note(operation, request, call(request, input, idempotencyKey));
      if (!http.stream) return output(answer, input, request, reply);
      const next = (state: Uint8Array) =>
        call(request, { ...input, body: { state } }) as Promise<StreamPiece>;
      return sendStream(answer as StreamPiece, next, request, reply);
    },
    ...(http.follow && {
      wsHandler: async (socket: WebSocket, request: FastifyRequest) => {
        const next: Next = async (cursor) => nextOf(request, await inputOf(request, operation))(cursor);
        await followers.sendMessages(next, request, socket);
      },
    }),
  });
}

const absolute = (links: Readonly<Record<string, string>>, url: URL): Record<string, string> =>
  Object.fromEntries(Object.entries(links).map(([name, path]) => [name, new URL(path, url).href]));

function bindOtherMethods(
  server: FastifyInstance,
  resource: ResourceBinding,
  dependencies: RouteDependencies,
): void {
  const { path, family, operations, allowed } = resource;
  const dialect = dialectOf(family);
  const isPublic = operations.every((operation) => dependencies.authenticator.admitsAnyone(operation));
  server.route({
    method: server.supportedMethods.filter((method) => method === 'OPTIONS' || !allowed.includes(method)),
    url: routeOf(path),
    config: { family },
    onRequest: async (request, reply) => {
      if (dialect.hasFormats) checkFormat(request);
      if (!isPublic) {
        request.principal = await dependencies.authenticator.authenticate(request.headers, family);
        if (request.principal === undefined) throw new DomainError('NOT_AUTHENTICATED');
      }
      void reply.header('allow', allowed.join(', '));
      const isAllowed = request.method === 'OPTIONS' && allowed.includes('OPTIONS');
      if (!isAllowed) throw new DomainError('METHOD_NOT_ALLOWED');
      return send(reply, dialect.options(operations, resource));
    },
    handler: () => undefined,
  });
}

/** Throws NOT_FOUND for a `?format=` other than JSON, unless the operation declares that parameter. */
function checkFormat({ query }: FastifyRequest, operation?: AnyOperation): void {
  const { format } = query as Record<string, string | string[] | undefined>;
  if (format === undefined || format === '' || format === 'json') return;
  const declared = operation?.query ? fieldsOf(operation.query) : [];
  if (!declared.some(({ name }) => name === 'format')) throw new DomainError('NOT_FOUND');
}
