import { type AnyOperation, type Contract, DomainError, pageItem, type Page, parse } from '@argus/contracts';
import type { RpcClient } from '@argus/messaging';
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import type { Authenticator } from '../trust/authenticator.js';
import { bodyOf, DEFAULT_BODY_LIMIT_BYTES, queryOf } from './bodies.js';
import { askedOf, contextOf } from './client-request.js';
import { type Answer, dialectOf } from './dialects/index.js';

export interface Edge {
  readonly rpc: RpcClient;
  readonly authenticator: Authenticator;
  readonly publicUrl: string | undefined;
}

interface Resource {
  readonly path: string;
  readonly contract: Contract;
  readonly operations: readonly AnyOperation[];
}

const METHODS: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Binds every operation with an HTTP binding to its route; the path's other methods answer 405, OPTIONS what there is. */
export function bindOperations(server: FastifyInstance, contracts: readonly Contract[], edge: Edge): void {
  for (const resource of resourcesOf(contracts)) {
    const url = resource.path.replaceAll(/\{(\w+)\}/g, ':$1');
    for (const operation of resource.operations)
      bindOperation(server, url, resource.contract, operation, edge);
    bindOtherMethods(server, url, resource, edge);
  }
}

function resourcesOf(contracts: readonly Contract[]): Resource[] {
  const byPath = new Map<string, { path: string; contract: Contract; operations: AnyOperation[] }>();
  for (const contract of contracts) {
    for (const operation of Object.values(contract.operations)) {
      if (!operation.http) continue;
      const { path } = operation.http;
      const resource = byPath.get(path) ?? { path, contract, operations: [] };
      resource.operations.push(operation);
      byPath.set(path, resource);
    }
  }
  return [...byPath.values()];
}

function bindOperation(
  server: FastifyInstance,
  url: string,
  { family }: Contract,
  operation: AnyOperation,
  { rpc, authenticator, publicUrl }: Edge,
): void {
  const { http, params, query, body, bodyReadBy, reply: replyClass, access, timeoutMs } = operation;
  if (!http) return;
  const dialect = dialectOf(family);
  const paged = pageItem(replyClass) !== undefined;
  server.route({
    method: http.method,
    url,
    bodyLimit: http.bodyLimitBytes ?? DEFAULT_BODY_LIMIT_BYTES,
    config: { operation, family },
    /* Before a body is read: nobody uploads megabytes to hear that he may not. */
    onRequest: async (request) => {
      if (access.kind !== 'public' || access.refusesBadToken) {
        request.principal = await authenticator.authenticate(request.headers, family);
      }
      authenticator.authorize(operation, request.principal, request.params as Record<string, string>);
    },
    handler: async (request, reply) => {
      const input = {} as Record<'params' | 'query' | 'body', object>;
      if (params) input.params = parse(params, request.params) as object;
      if (query) input.query = parse(query, queryOf(request)) as object;
      if (body) {
        const sent = await bodyOf(request, operation);
        input.body = (bodyReadBy === 'service' ? sent : parse(body, sent)) as object;
      }
      if (http.links) return absolute(http.links, askedOf(request, publicUrl).url);
      const answer: unknown = await request.span.run(() =>
        rpc.call(operation, input, contextOf(request, timeoutMs)),
      );
      reply.code(http.status ?? 200);
      if (!replyClass) return reply.send();
      if (!paged) return answer;
      const asked = askedOf(request, publicUrl);
      return dialect.page(answer as Page<unknown>, input.query as { page: number; page_size: number }, asked);
    },
  });
}

const absolute = (links: Readonly<Record<string, string>>, url: URL): Record<string, string> =>
  Object.fromEntries(Object.entries(links).map(([name, path]) => [name, new URL(path, url).href]));

function bindOtherMethods(server: FastifyInstance, url: string, resource: Resource, edge: Edge): void {
  const { contract, operations } = resource;
  const own = operations.flatMap(({ http }) => (http ? [http.method as HTTPMethods] : []));
  const bound: readonly HTTPMethods[] = own.includes('GET') ? [...own, 'HEAD'] : own;
  const allowed = METHODS.filter((method) => bound.includes(method) || method === 'OPTIONS').map(String);
  const dialect = dialectOf(contract.family);
  const isPublic = operations.every(({ access }) => access.kind === 'public');
  server.route({
    method: METHODS.filter((method) => !bound.includes(method)),
    url,
    config: { family: contract.family },
    onRequest: async (request, reply) => {
      if (!isPublic) {
        request.principal = await edge.authenticator.authenticate(request.headers, contract.family);
        if (request.principal === undefined) throw new DomainError('NOT_AUTHENTICATED');
      }
      const asked = askedOf(request, edge.publicUrl);
      const answer =
        request.method === 'OPTIONS'
          ? dialect.options(operations, allowed)
          : dialect.wrongMethod(asked, allowed);
      return send(reply, answer);
    },
    handler: () => undefined,
  });
}

export function send(reply: FastifyReply, { status, body, headers = {} }: Answer): FastifyReply {
  return reply.code(status).headers(headers).send(body);
}

/** What is said of a failed request, in the family's dialect. */
export function answerError(
  error: DomainError,
  request: FastifyRequest,
  publicUrl: string | undefined,
): Answer {
  const { operation, family } = request.routeOptions.config;
  return dialectOf(family).error(error, askedOf(request, publicUrl), operation);
}
