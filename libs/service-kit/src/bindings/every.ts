import { BindingKey, type DecoratorOf } from './bindings.js';

interface Period {
  readonly everyMs: number;
  readonly name: string;
}

export const periods = new BindingKey<Period>('argus:every');

/**
 * Calls a method every so often on every replica once the service is ready, the first time after one period. A turn never
 * overlaps the one before, shutting down waits for it, and a failed turn is logged and tried again at the next.
 * `name` says what it does, as in `delete old sessions`; it stands in the log and on the metric.
 */
export const Every =
  (everyMs: number, name: string): DecoratorOf<() => Promise<unknown>> =>
  (_target, _method, { value }) =>
    periods.add(value!, { everyMs, name });
