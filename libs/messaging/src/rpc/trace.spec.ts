import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { greetingContract } from '../conformance/greeting.contract.js';
import { codeOf } from '../conformance/harness.js';
import { InProcessBus } from '../in-process/in-process-bus.js';
import { currentContext, newContext } from './call-context.js';
import { RpcClient } from './rpc-client.js';
import { serveContract } from './serve-contract.js';

const { greet, fail } = greetingContract.operations;

describe('tracing of calls', () => {
  const exporter = new InMemorySpanExporter();
  const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const bus = new InProcessBus();
  const client = new RpcClient(bus.handle());

  beforeAll(async () => {
    provider.register();
    await serveContract(bus.handle(), greetingContract, {
      greet: async () => ({ text: currentContext()?.traceparent ?? 'none' }),
      refuse: async () => undefined,
      fail: async () => {
        throw new Error('broken');
      },
    });
  });
  afterAll(async () => {
    await provider.shutdown();
    trace.disable();
    context.disable();
    propagation.disable();
  });

  it('tracing: the spans of caller, call and handler form one trace', async () => {
    exporter.reset();
    const reply = await trace.getTracer('test').startActiveSpan('request', async (root) => {
      const answered = await client.call(greet, { body: { name: 'Ada' } });
      root.end();
      return answered;
    });
    const [server, call, root] = exporter.getFinishedSpans();
    expect([server?.kind, call?.kind]).toEqual([SpanKind.SERVER, SpanKind.CLIENT]);
    expect([server?.name, call?.name]).toEqual([greet.subject, greet.subject]);
    expect(call?.attributes).toMatchObject({ 'messaging.system': 'in-process' });
    expect(call?.parentSpanContext?.spanId).toBe(root?.spanContext().spanId);
    expect(server?.parentSpanContext?.spanId).toBe(call?.spanContext().spanId);
    expect(reply.text).toContain(`${server?.spanContext().traceId}-${server?.spanContext().spanId}`);
  });

  it('tracing: a call continues the trace of its context', async () => {
    exporter.reset();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await client.call(greet, { body: { name: 'Ada' } }, { ...newContext(), traceparent });
    const traces = exporter.getFinishedSpans().map((span) => span.spanContext().traceId);
    expect(traces).toEqual(['0af7651916cd43dd8448eb211c80319c', '0af7651916cd43dd8448eb211c80319c']);
  });

  it('tracing: spans of a failed call have its error code', async () => {
    exporter.reset();
    await codeOf(client.call(fail, {}));
    const statuses = exporter.getFinishedSpans().map((span) => span.status);
    expect(statuses).toEqual([
      { code: SpanStatusCode.ERROR, message: 'INTERNAL' },
      { code: SpanStatusCode.ERROR, message: 'INTERNAL' },
    ]);
  });
});
