import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anyone, contract, event, op } from '@argus/contracts';
import {
  consumeEvent,
  currentContext,
  InProcessBus,
  newContext,
  publishEvent,
  RpcClient,
  serveContract,
} from '@argus/messaging';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { openRequestSpan } from './request-span.js';
import { startTracing, type Tracing } from './tracing.js';

class Nothing {}

const greetings = contract(
  'greeter.greeting',
  { family: 'attendance', tag: 'Greetings' },
  { make: op({ summary: 'Greet', access: anyone(), reply: Nothing }) },
);
const greeted = event({ subject: 'evt.greeter.greeting-made.v1', summary: 'Greeted', payload: Nothing });

async function greetOverHttp(traceparent?: string): Promise<string | undefined> {
  const bus = new InProcessBus();
  let seenByConsumer: string | undefined;
  await serveContract(bus, greetings, {
    make: async () => {
      await publishEvent(bus, greeted, {});
      return {};
    },
  });
  await consumeEvent(bus, greeted, 'log', () => {
    seenByConsumer = currentContext()?.traceparent;
    return Promise.resolve();
  });
  const span = openRequestSpan('POST', traceparent);
  await span.run(() =>
    new RpcClient(bus).call(
      greetings.operations.make,
      {},
      { ...newContext(), traceparent: span.traceparent },
    ),
  );
  span.end({ route: '/greet', status: 200 });
  await bus.stop();
  return seenByConsumer;
}

describe('a trace', () => {
  const exporter = new InMemorySpanExporter();
  let tracing: Tracing;

  beforeAll(async () => {
    tracing = await startTracing('test', undefined, [new SimpleSpanProcessor(exporter)]);
  });
  afterAll(() => tracing.stop());

  it('trace: a client that asks not to be recorded is recorded, under the id that it chose', async () => {
    exporter.reset();
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    await greetOverHttp(`00-${traceId}-b7ad6b7169203331-00`);
    const spans = exporter.getFinishedSpans();
    expect(spans.length).toBeGreaterThan(3);
    expect(new Set(spans.map((span) => span.spanContext().traceId))).toEqual(new Set([traceId]));
    exporter.reset();
  });

  it('trace: one trace covers the HTTP request, the call over the bus, the service and the consumer of its event', async () => {
    const seenByConsumer = await greetOverHttp();
    const spans = exporter.getFinishedSpans();
    expect(spans.map(({ name }) => name).sort()).toEqual([
      'POST /greet',
      'evt.greeter.greeting-made.v1',
      'evt.greeter.greeting-made.v1',
      'greeter.greeting.make',
      'greeter.greeting.make',
    ]);
    const [traceId, ...others] = new Set(spans.map((span) => span.spanContext().traceId));
    expect(others).toEqual([]);
    expect(seenByConsumer).toContain(traceId);
  });

  it('trace: continues the trace of the client', async () => {
    const seen = await greetOverHttp('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01');
    expect(seen).toContain('0af7651916cd43dd8448eb211c80319c');
  });

  it('trace: an invalid traceparent starts a new trace', async () => {
    const seen = await greetOverHttp('00-nonsense');
    expect(seen).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });
});
