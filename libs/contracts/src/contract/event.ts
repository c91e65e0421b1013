import type { Type } from './operation.js';

/** A fact that a service publishes. Its subject is `evt.<service>.<noun>-<past tense>.v<n>`. */
export interface EventSpec<T> {
  readonly subject: string;
  readonly payload: Type<T>;
  readonly summary: string;
}

export function event<T>(spec: EventSpec<T>): EventSpec<T> {
  if (!/^evt\.[a-z-]+\.[a-z-]+\.v\d+$/.test(spec.subject))
    throw new Error(`Bad event subject ${spec.subject}`);
  return spec;
}
