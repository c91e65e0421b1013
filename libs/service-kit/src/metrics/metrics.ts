import type { HistogramSpec, Labels, MetricSpec, ProcessMetrics } from './process-metrics.js';

/* Each bucket is a series for each route, so there are few: where the promised times lie (docs/trust.md, check 21). */
const requestSeconds = [0.025, 0.05, 0.25, 1.5, 5];
const operationSeconds = [0.005, 0.025, 0.1, 0.5, 2.5];

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

  /**
   * Duration and number of HTTP requests. `route` is the template, `none` where no route matched. Statuses stand on a metric of
   * their own: with each bucket they would be the most of all series.
   */
  httpRequests(): (request: { method: string; route: string; status: number }, durationMs: number) => void {
    const durations = this.histogram({
      name: 'argus_http_server_request_duration_seconds',
      help: 'Time from the first byte of a request to its answer',
      labelNames: ['method', 'route'],
      buckets: requestSeconds,
    });
    const answers = this.counter({
      name: 'argus_http_server_requests_total',
      help: 'Answered requests by status',
      labelNames: ['method', 'route', 'status'],
    });
    return ({ method, route, status }, durationMs) => {
      durations.observe({ method, route }, durationMs / 1000);
      answers.add({ method, route, status: String(status) });
    };
  }

  /**
   * Duration and number of operations; `outcome` is OK or the code of the answer. How durations spread is kept for the service, and of each
   * operation only their sum: buckets of each would be a third of all series.
   */
  operations(): (operation: string, outcome: string, durationMs: number) => void {
    const durations = this.histogram({
      name: 'argus_rpc_server_request_duration_seconds',
      help: 'Time that a service took to answer an operation',
      labelNames: [],
      buckets: operationSeconds,
    });
    const seconds = this.counter({
      name: 'argus_rpc_server_seconds_total',
      help: 'Time that a service took to answer operations, added up',
      labelNames: ['operation'],
    });
    const answers = this.counter({
      name: 'argus_rpc_server_requests_total',
      help: 'Answered operations by outcome',
      labelNames: ['operation', 'outcome'],
    });
    return (operation, outcome, durationMs) => {
      durations.observe({}, durationMs / 1000);
      seconds.add({ operation }, durationMs / 1000);
      answers.add({ operation, outcome });
    };
  }
}
