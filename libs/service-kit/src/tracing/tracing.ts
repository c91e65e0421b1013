import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  NodeTracerProvider,
  ParentBasedSampler,
  type Sampler,
  type Span,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { currentService } from '../logs/service-scope.js';

/** Adds the name of the running service to each span. */
const serviceName: SpanProcessor = {
  onStart: (span: Span) => {
    const service = currentService();
    if (service !== undefined) span.setAttribute('service.name', service);
  },
  onEnd: () => undefined,
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};

let recording = false;

/** Whether spans go anywhere. Without that only ids travel, which need no spans. */
export const recordsSpans = (): boolean => recording;

export interface Tracing {
  /** Sends the recorded spans and ends. */
  stop(): Promise<void>;
}

/**
 * Joins this process to traces (W3C trace context). With an OTLP endpoint spans are recorded and sent; without one only their ids
 * travel and appear in the logs.
 */
export async function startTracing(
  processName: string,
  endpoint: string | undefined,
  given?: readonly SpanProcessor[],
): Promise<Tracing> {
  const processors = given ?? (endpoint ? [await exporterTo(endpoint)] : []);
  const root: Sampler = processors.length > 0 ? new AlwaysOnSampler() : new AlwaysOffSampler();
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': processName, 'service.namespace': 'argus' }),
    /* The flag of a client is a hint (W3C Trace Context, 3.2.2.3): nobody keeps their own requests out of the record. */
    sampler: processors.length > 0 ? new ParentBasedSampler({ root, remoteParentNotSampled: root }) : root,
    spanProcessors: [serviceName, ...processors],
  });
  provider.register();
  recording = processors.length > 0;
  return { stop: () => provider.shutdown() };
}

/** The exporter and its encoders are a twelfth of all modules, so only a process that sends spans loads them. */
async function exporterTo(endpoint: string): Promise<SpanProcessor> {
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  return new BatchSpanProcessor(
    new OTLPTraceExporter({ url: `${endpoint.replace(/(?<!\/)\/+$/, '')}/v1/traces` }),
  );
}
