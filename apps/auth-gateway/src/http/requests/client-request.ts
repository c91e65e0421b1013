import { randomUUID } from 'node:crypto';
import type { CallContext, Principal } from '@argus/contracts';
import type { RequestSpan } from '@argus/service-kit';
import type { FastifyRequest } from 'fastify';
import { guestOf } from './guest.js';
import type { RequestFacts } from '../dialects/index.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set for every request by the first hook. */
    span: RequestSpan;
    principal: Principal | undefined;
    /** Largest body that this caller may send; set once the body is admitted. */
    bodyLimitBytes: number | undefined;
  }
}

const REQUEST_ID = /^[\w.:-]{1,128}$/;
/* Less than the 10 s of the gateway, so that the service gives up first. Operations may ask for more. */
const SERVICE_BUDGET_MS = 8_000;

/** Returns the client's request id if it is valid, else a new one. */
export function requestIdOf(headers: Readonly<Record<string, string | string[] | undefined>>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

/** Returns the context with which services are called; the deadline is `timeoutMs` from now. */
export function contextOf(
  request: FastifyRequest,
  timeoutMs: number = SERVICE_BUDGET_MS,
  idempotencyKey?: string,
): CallContext {
  const { 'user-agent': userAgent, cookie } = request.headers;
  const guest = request.principal === undefined ? guestOf(cookie) : undefined;
  return {
    requestId: request.id,
    deadline: Date.now() + timeoutMs,
    traceparent: request.span.traceparent,
    clientAddress: request.ip,
    ...(request.principal !== undefined && { principal: request.principal }),
    ...(idempotencyKey !== undefined && { idempotencyKey }),
    ...(guest !== undefined && { guest }),
    ...(userAgent !== undefined && { userAgent: userAgent.slice(0, 300) }),
  };
}

/** Returns what dialects know of a request. The URL is computed only when a link needs it. */
export function requestFactsOf(request: FastifyRequest, publicUrl: string | undefined): RequestFacts {
  return {
    method: request.method,
    requestId: request.id,
    get url() {
      const { originalUrl, protocol, host, socket } = request;
      /* Foreign hosts were refused. A port mapping shows clients another port than the gateway's own. */
      const named = `${protocol}://${host}`;
      const url = new URL(
        publicUrl ?? (URL.canParse(named) ? named : `${protocol}://localhost:${socket.localPort}`),
      );
      /* A request line may name another host. */
      const { pathname, search } = new URL(originalUrl, url);
      url.pathname = pathname;
      url.search = search;
      return url;
    },
  };
}
