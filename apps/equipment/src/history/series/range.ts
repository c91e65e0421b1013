import { DAY_MS, Instant, invalid, type RangeQuery } from '@argus/contracts';

export interface Range {
  readonly equipmentId: number;
  readonly from: Instant;
  /** Not included. */
  readonly to: Instant;
}

/** Returns the range that a query asks for. Throws VALIDATION_FAILED if it ends before it begins. */
export function rangeOf(query: RangeQuery, nowMs = Date.now()): Range {
  const to = query.to ?? endOf(query.from, Instant.ofMs(nowMs));
  const from = query.from ?? Instant.nearest(to.us - DAY_US);
  if (from.us >= to.us) throw invalid('to', 'invalid', { text: '`to` must be later than `from`.' });
  return { equipmentId: query.equipment, from, to };
}

/** The default must not contradict the given start: readings may be measured up to a day ahead. */
const endOf = (from: Instant | undefined, now: Instant): Instant =>
  from !== undefined && from.us >= now.us ? Instant.nearest(from.us + DAY_US) : now;

const SECOND_US = 1_000_000n;
const DAY_US = BigInt(DAY_MS) * 1000n;

export const lengthMs = ({ from, to }: Range): number => Number(to.us - from.us) / 1000;

/** Widens a range to the edges of the roll-ups’ periods. */
export function aligned({ equipmentId, from, to }: Range, lengthS: number): Range {
  const lengthUs = BigInt(lengthS) * SECOND_US;
  const last = to.startOf(lengthUs);
  return {
    equipmentId,
    from: from.startOf(lengthUs),
    to: last.us === to.us ? to : Instant.nearest(last.us + lengthUs),
  };
}
