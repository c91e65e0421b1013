import type { HistogramSpec, Labels, MetricSpec, ProcessMetrics } from './process-metrics.js';

const requestSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export interface CounterOf {
  add(labels?: Labels, by?: number): void;
}
export interface HistogramOf {
  /** `value` in the unit that the metric's name ends with. */
  observe(labels: Labels, value: number): void;
}

/** The metrics of one service, on the registry of its process; injected into classes that measure. */
export class Metrics {
  constructor(
    private readonly metrics: ProcessMetrics,
    private readonly service: string,
  ) {}

  counter(spec: MetricSpec): CounterOf {
    const counter = this.metrics.counter(spec);
    return { add: (labels = {}, by = 1) => counter.inc({ ...labels, service: this.service }, by) };
  }

  histogram(spec: HistogramSpec): HistogramOf {
    const histogram = this.metrics.histogram(spec);
    return { observe: (labels, value) => histogram.observe({ ...labels, service: this.service }, value) };
  }

  /** Read on every scrape; keep it cheap. */
  gauge(spec: MetricSpec, read: () => number | Promise<number>, labels: Labels = {}): void {
    this.metrics.gauge(spec, { ...labels, service: this.service }, read);
  }

  /** Duration of HTTP requests. `route` is the template, `none` where no route matched. */
  httpRequests(): (request: { method: string; route: string; status: number }, durationMs: number) => void {
    const histogram = this.histogram({
      name: 'argus_http_server_request_duration_seconds',
      help: 'Time from the first byte of a request to its answer',
      labelNames: ['method', 'route', 'status'],
      buckets: requestSeconds,
    });
    return ({ method, route, status }, durationMs) =>
      histogram.observe({ method, route, status: String(status) }, durationMs / 1000);
  }

  /** Duration of operations; `outcome` is OK or the code of the answer. */
  operations(): (operation: string, outcome: string, durationMs: number) => void {
    const histogram = this.histogram({
      name: 'argus_rpc_server_request_duration_seconds',
      help: 'Time that a service took to answer an operation',
      labelNames: ['operation', 'outcome'],
      buckets: requestSeconds,
    });
    return (operation, outcome, durationMs) => histogram.observe({ operation, outcome }, durationMs / 1000);
  }
}
