import type { Type } from '@nestjs/common';

/** Work that a service does again and again on every replica; the provider is one of the service's module. */
export interface PeriodicBinding {
  readonly everyMs: number;
  /** What it does, as in `forget old sessions`; in the log and on the metric. */
  readonly name: string;
  readonly provider: Type<unknown>;
  readonly method: string;
}

/**
 * Has a method called every so often once the service is ready, the first time after one period. A turn that lasts longer
 * makes the next ones fall out; shutting down waits for it. A turn that fails is the next one's to mend.
 */
export function every<K extends string>(
  everyMs: number,
  name: string,
  provider: Type<Record<K, () => Promise<unknown>>>,
  method: K,
): PeriodicBinding {
  return { everyMs, name, provider, method };
}
