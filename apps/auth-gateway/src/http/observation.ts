import { type Metrics, openRequestSpan, type RequestLog } from '@argus/service-kit';
import type { FastifyInstance } from 'fastify';
import type { TrafficMeter } from './traffic/traffic-meter.service.js';

/** Opens a span for every request, puts the request id into the answer, and measures and logs the outcome. */
export function observe(
  server: FastifyInstance,
  metrics: Metrics,
  traffic: TrafficMeter,
  log: RequestLog,
): void {
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
    /* A feed lasts as long as its client wants. */
    if (!request.routeOptions.config.operation?.http?.follow) traffic.answered(status, durationMs);
    request.span.end({ route, status });
    const { id: requestId, method, ip, principal } = request;
    log.write({
      method,
      route,
      unknownPath: request.is404 ? request.originalUrl : undefined,
      status,
      requestId,
      traceId: request.span.traceId,
      ip,
      account: principal ? `${principal.family}:${principal.accountId}` : undefined,
      durationMs: Math.round(durationMs * 10) / 10,
    });
    done();
  });
}
