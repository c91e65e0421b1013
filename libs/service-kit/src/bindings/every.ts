import { BindingKey, type DecoratorOf } from './bindings.js';

interface Period {
  readonly everyMs: number;
  readonly name: string;
}

export const periods = new BindingKey<Period>('@Every');

/**
 * Calls a method periodically on every replica once the service is ready, the first time after one period. Turns never overlap,
 * shutting down waits for the current one, and a failed one is logged and retried at the next. `name` is what the method does,
 * such as `delete old sessions`; the log and the metric carry it.
 */
export const Every =
  (everyMs: number, name: string): DecoratorOf<() => Promise<unknown>> =>
  (_target, _method, { value }) =>
    periods.add(value!, { everyMs, name });
