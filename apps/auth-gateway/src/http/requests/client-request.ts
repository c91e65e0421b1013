import { randomUUID } from 'node:crypto';
import type { CallContext, Principal } from '@argus/contracts';
import type { RequestSpan } from '@argus/service-kit';
import type { FastifyRequest } from 'fastify';
import type { Asked } from '../dialects/index.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set for every request before anything else runs. */
    span: RequestSpan;
    principal: Principal | undefined;
  }
}

const REQUEST_ID = /^[\w.:-]{1,128}$/;
/* The budget of design: gateway 10 s > service 8 s; operations may ask for more. */
const SERVICE_BUDGET_MS = 8_000;

/** The client's request id when it is sane, else a new one. */
export function requestIdOf(headers: Readonly<Record<string, string | string[] | undefined>>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

export function contextOf(
  request: FastifyRequest,
  timeoutMs: number = SERVICE_BUDGET_MS,
  idempotencyKey?: string,
): CallContext {
  const userAgent = request.headers['user-agent'];
  return {
    requestId: request.id,
    deadline: Date.now() + timeoutMs,
    traceparent: request.span.traceparent,
    clientAddress: request.ip,
    ...(request.principal !== undefined && { principal: request.principal }),
    ...(idempotencyKey !== undefined && { idempotencyKey }),
    ...(userAgent !== undefined && { userAgent: userAgent.slice(0, 300) }),
  };
}

/** What dialects know of a request; the address is only made when a link needs it. */
export function askedOf(request: FastifyRequest, publicUrl: string | undefined): Asked {
  return {
    method: request.method,
    requestId: request.id,
    get url() {
      const { originalUrl, protocol, host } = request;
      const origin = publicUrl ?? `${protocol}://${host}`;
      /* A Host header can be anything. */
      return new URL(originalUrl, URL.canParse(origin) ? origin : `${protocol}://localhost`);
    },
  };
}
