import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export interface MetricSpec {
  /** Prometheus name: `argus_`, the noun, the base unit, e.g. `argus_vision_inference_seconds`. */
  readonly name: `argus_${string}`;
  readonly help: string;
  /** Values must come from a small fixed set: never ids of people, cameras or equipment. */
  readonly labelNames?: readonly string[];
}

export interface HistogramSpec extends MetricSpec {
  readonly buckets?: readonly number[];
}

type Read = () => number | Promise<number>;

/** The metrics of one process; every metric carries the label `service`. */
export class ProcessMetrics {
  readonly registry = new Registry();
  readonly #gauges = new Map<
    string,
    { gauge: Gauge; readers: Map<string, { labels: Labels; read: Read }> }
  >();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  counter(spec: MetricSpec): Counter {
    return this.#existing<Counter>(spec) ?? new Counter(this.#config(spec));
  }

  histogram(spec: HistogramSpec): Histogram {
    const { buckets } = spec;
    return (
      this.#existing<Histogram>(spec) ??
      new Histogram({ ...this.#config(spec), ...(buckets && { buckets: [...buckets] }) })
    );
  }

  /** Registers a gauge that is read on every scrape. A reader that fails leaves its series out. */
  gauge(spec: MetricSpec, labels: Labels, read: Read): void {
    let entry = this.#gauges.get(spec.name);
    if (!entry) {
      const readers = new Map<string, { labels: Labels; read: Read }>();
      const gauge = new Gauge({
        ...this.#config(spec),
        async collect() {
          this.reset();
          await Promise.all(
            [...readers.values()].map(async ({ labels, read }) => {
              const value = await Promise.resolve()
                .then(read)
                .catch(() => undefined);
              if (value !== undefined && Number.isFinite(value)) this.set(labels, value);
            }),
          );
        },
      });
      entry = { gauge, readers };
      this.#gauges.set(spec.name, entry);
    }
    entry.readers.set(JSON.stringify(labels), { labels, read });
  }

  #existing<M>({ name }: MetricSpec): M | undefined {
    return this.registry.getSingleMetric(name) as M | undefined;
  }

  #config({ name, help, labelNames = [] }: MetricSpec) {
    return { name, help, labelNames: ['service', ...labelNames], registers: [this.registry] };
  }
}

export type Labels = Readonly<Record<string, string>>;
