import { DAY_MS, invalid, type RangeQuery } from '@argus/contracts';

export interface Range {
  readonly equipmentId: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** The range that a query asks for; throws VALIDATION_FAILED where it ends before it begins. */
export function rangeOf({ equipment, from, to }: RangeQuery, nowMs = Date.now()): Range {
  const toMs = to?.getTime() ?? nowMs;
  const fromMs = from?.getTime() ?? toMs - DAY_MS;
  if (fromMs >= toMs) throw invalid('to', 'invalid', { text: '`to` must be later than `from`.' });
  return { equipmentId: equipment, fromMs, toMs };
}

/* Beyond these years a moment cannot be written as clients know it. */
const EARLIEST_MS = Date.parse('0001-01-01T00:00:00Z');
const LATEST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** The range from border to border of its buckets. */
export const aligned = ({ equipmentId, fromMs, toMs }: Range, lengthS: number): Range => ({
  equipmentId,
  fromMs: Math.max(EARLIEST_MS, Math.floor(fromMs / (lengthS * 1000)) * lengthS * 1000),
  toMs: Math.min(LATEST_MS, Math.ceil(toMs / (lengthS * 1000)) * lengthS * 1000),
});
