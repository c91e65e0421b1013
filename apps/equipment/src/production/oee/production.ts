import type { ProductionCount } from '../production-counts/production-count.entity.js';
import { intersection, lengthMs, type Span } from '../spans/span.js';

export interface Pieces {
  readonly total: number;
  readonly good: number;
  readonly startupRejects: number;
}

/** What was produced in a time, from production counts. */
export interface Production extends Pieces {
  /** Number of counts that reach over an end of it, of which only the share by time is included. */
  readonly apportioned: number;
  readonly counted: readonly Span[];
}

/** Returns undefined if no count overlaps the time. `spans` are sorted and do not overlap. */
export function productionIn(
  spans: readonly Span[],
  counts: readonly ProductionCount[],
): Production | undefined {
  let [total, good, startupRejects, apportioned] = [0, 0, 0, 0];
  const counted: Span[] = [];
  for (const count of counts) {
    const countSpan = { fromMs: count.fromAt.ms, toMs: count.toAt.ms };
    const common = intersection([countSpan], spans);
    if (common.length === 0) continue;
    const share = lengthMs(common) / (countSpan.toMs - countSpan.fromMs);
    total += share * count.total;
    good += share * count.good;
    startupRejects += share * count.startupRejects;
    if (share < 1) apportioned++;
    counted.push(...common);
  }
  return counted.length === 0 ? undefined : { total, good, startupRejects, apportioned, counted };
}
