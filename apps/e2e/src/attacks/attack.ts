import type { RunMode } from '@argus/testing';
import type { Stage } from './stage.js';

export interface Outcome {
  /** What the platform did, in a line. */
  readonly happened: string;
  /** The attacker got something of what was wanted. */
  readonly fell: boolean;
}

/** What an adversary once did to a platform, done again. It throws if its means do not work, as it would then prove nothing. */
export interface Attack {
  /** Number in the report of the attack on 2026-11-29. */
  readonly finding: string;
  readonly tried: string;
  /** Where it is possible; everywhere unless stated. */
  readonly mode?: RunMode;
  /** Too long for every run of the tests: only `npm run attack` does it. */
  readonly isLong?: boolean;
  run(stage: Stage): Promise<Outcome>;
}

/** Throws unless the means of an attack work. */
export function means(work: boolean, what: string): asserts work {
  if (!work) throw new Error(`The attack proves nothing: ${what}`);
}

/** Counts answers by status, as in `3 × 200, 57 × 429`. */
export function tally(statuses: readonly number[]): string {
  const counts = Map.groupBy(statuses, (status) => status);
  return [...counts].map(([status, { length }]) => `${length} × ${status || 'closed'}`).join(', ');
}
