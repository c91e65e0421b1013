import {
  type Context,
  context,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
} from '@opentelemetry/api';

const tracer = trace.getTracer('argus.messaging');
const getter = {
  get: (carrier: { traceparent?: string | undefined }, key: string) =>
    key === 'traceparent' ? carrier.traceparent : undefined,
  keys: () => ['traceparent'],
};
const setter = {
  set: (carrier: { traceparent?: string }, key: string, value: string) => {
    if (key === 'traceparent') carrier.traceparent = value;
  },
};

/** A span around one message, with the W3C trace context for the message or handler. */
export interface MessageSpan {
  readonly traceparent: string | undefined;
  run<T>(work: () => Promise<T>): Promise<T>;
  /** `code` is OK or the error's code. */
  end(code: string): void;
}

const kinds = {
  client: SpanKind.CLIENT,
  server: SpanKind.SERVER,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
};

/**
 * Opens a span with the subject as its name: a child of the active span, or else of `traceparent`. Without a tracer
 * provider nothing is recorded and `traceparent` stays unchanged.
 */
export function openSpan(
  kind: keyof typeof kinds,
  subject: string,
  system: string,
  traceparent: string | undefined,
): MessageSpan {
  const active = context.active();
  const enclosing = trace.getSpan(active)?.spanContext();
  /* Spans within an unsampled trace are not recorded, so no span needs to be made. */
  if (enclosing === undefined ? isUnsampled(traceparent) : (enclosing.traceFlags & TraceFlags.SAMPLED) === 0)
    return untraced(traceparent);
  const parent =
    enclosing === undefined && traceparent !== undefined
      ? propagation.extract(active, { traceparent }, getter)
      : active;
  const span = tracer.startSpan(
    subject,
    {
      kind: kinds[kind],
      attributes: { 'messaging.system': system, 'messaging.destination.name': subject },
    },
    parent,
  );
  if (!span.isRecording()) return untraced(traceparent);
  return new RecordedSpan(span, trace.setSpan(parent, span), traceparent);
}

/** Flags are the last two digits; the last bit says sampled. */
const isUnsampled = (traceparent: string | undefined): boolean =>
  traceparent !== undefined && /-[0-9a-f][02468ace]$/.test(traceparent);

const untraced = (traceparent: string | undefined): MessageSpan => ({
  traceparent,
  run: (work) => work(),
  end: () => undefined,
});

class RecordedSpan implements MessageSpan {
  readonly traceparent: string | undefined;

  constructor(
    private readonly span: Span,
    private readonly scope: Context,
    received: string | undefined,
  ) {
    const carrier: { traceparent?: string } = {};
    propagation.inject(scope, carrier, setter);
    this.traceparent = carrier.traceparent ?? received;
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    return context.with(this.scope, work);
  }

  end(code: string): void {
    if (code !== 'OK') this.span.setStatus({ code: SpanStatusCode.ERROR, message: code });
    this.span.end();
  }
}
