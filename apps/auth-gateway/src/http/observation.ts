import { type Metrics, openRequestSpan } from '@argus/service-kit';
import { Logger } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

/** Gives every request a span and an id in its answer; measures and logs how it ended. */
export function observe(server: FastifyInstance, metrics: Metrics): void {
  const logger = new Logger('Http');
  const measured = metrics.httpRequests();
  server.addHook('onRequest', (request, reply, done) => {
    const { traceparent } = request.headers;
    request.span = openRequestSpan(request.method, typeof traceparent === 'string' ? traceparent : undefined);
    reply.headers({ 'x-request-id': request.id, 'cache-control': 'no-store' });
    done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
    const { statusCode: status, elapsedTime: durationMs } = reply;
    measured({ method: request.method, route, status }, durationMs);
    request.span.end({ route, status });
    const { id: request_id, method, ip, principal } = request;
    logger.log(`${method} ${route} ${status}`, {
      request_id,
      trace_id: request.span.traceId,
      ip,
      account: principal ? `${principal.family}:${principal.accountId}` : undefined,
      duration_ms: Math.round(durationMs * 10) / 10,
    });
    done();
  });
}
