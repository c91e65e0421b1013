import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** A span as OTLP sends it, with the service that recorded it. */
export interface RecordedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly service: string | undefined;
}

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string };
}
interface Export {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly {
      readonly spans: readonly (Omit<RecordedSpan, 'service'> & { attributes?: readonly Attribute[] })[];
    }[];
  }[];
}

/** Stands in for an OpenTelemetry collector: keeps every trace that it is sent. */
export class TraceCollector {
  private readonly received: Buffer[] = [];
  private readonly server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      this.received.push(request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body);
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });

  static async start(): Promise<TraceCollector> {
    const collector = new TraceCollector();
    await once(collector.server.listen(0, '127.0.0.1'), 'listening');
    return collector;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get traces(): Buffer {
    return Buffer.concat(this.received);
  }

  get spans(): RecordedSpan[] {
    return this.received
      .map((body) => JSON.parse(body.toString()) as Export)
      .flatMap(({ resourceSpans }) => resourceSpans.flatMap(({ scopeSpans }) => scopeSpans))
      .flatMap(({ spans }) => spans)
      .map(({ attributes = [], ...span }) => ({
        ...span,
        service: attributes.find(({ key }) => key === 'service.name')?.value.stringValue,
      }));
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
