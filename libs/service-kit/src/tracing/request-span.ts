import { randomUUID } from 'node:crypto';
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { recordsSpans } from './tracing.js';

/** The span of one HTTP request; `traceparent` goes into the CallContext of its calls. */
export interface RequestSpan {
  readonly traceparent: string;
  readonly traceId: string;
  run<T>(work: () => T): T;
  end(outcome: { route: string; status: number }): void;
}

const tracer = trace.getTracer('argus.http');

/**
 * Opens the span of an HTTP request at the gateway: in the trace that the client's `traceparent` header names, else in a new
 * trace. It has ids even when nothing is recorded.
 */
export function openRequestSpan(method: string, traceparent?: string): RequestSpan {
  if (traceparent === undefined && !recordsSpans()) return unrecorded();
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

function unrecorded(): RequestSpan {
  const traceId = hex();
  return {
    traceparent: `00-${traceId}-${hex().slice(16)}-00`,
    traceId,
    run: (work) => work(),
    end: () => undefined,
  };
}

/** Random, and nowhere only zeros: a UUID has a digit of its variant in the second half. */
const hex = (): string => randomUUID().replaceAll('-', '');
