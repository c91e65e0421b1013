import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

/** The span around one HTTP request; `traceparent` is what its calls carry on (the CallContext's). */
export interface RequestSpan {
  readonly traceparent: string;
  readonly traceId: string;
  run<T>(work: () => T): T;
  end(outcome: { route: string; status: number }): void;
}

const tracer = trace.getTracer('argus.http');

/**
 * Opens the span of an HTTP request at the platform's edge: a child of the trace that the client's `traceparent` header
 * names, else a new trace. The ids are there even when nothing is recorded.
 */
export function openRequestSpan(method: string, traceparent?: string): RequestSpan {
  const parent = propagation.extract(context.active(), { traceparent });
  const span = tracer.startSpan(
    method,
    { kind: SpanKind.SERVER, attributes: { 'http.request.method': method } },
    parent,
  );
  const { traceId, spanId, traceFlags } = span.spanContext();
  const scope = trace.setSpan(parent, span);
  return {
    traceparent: `00-${traceId}-${spanId}-0${traceFlags & 1}`,
    traceId,
    run: (work) => context.with(scope, work),
    end: ({ route, status }) => {
      span.updateName(`${method} ${route}`);
      span.setAttributes({ 'http.route': route, 'http.response.status_code': status });
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  };
}
