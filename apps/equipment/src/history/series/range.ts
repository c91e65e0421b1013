import { DAY_MS, invalid, type RangeQuery } from '@argus/contracts';

export interface Range {
  readonly equipmentId: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Returns the range that a query asks for. Throws VALIDATION_FAILED if it ends before it begins. */
export function rangeOf({ equipment, from, to }: RangeQuery, nowMs = Date.now()): Range {
  const toMs = to?.getTime() ?? nowMs;
  const fromMs = from?.getTime() ?? toMs - DAY_MS;
  if (fromMs >= toMs) throw invalid('to', 'invalid', { text: '`to` must be later than `from`.' });
  return { equipmentId: equipment, fromMs, toMs };
}

/* ISO 8601 as clients know it has four digits for the year. */
const MIN_MS = Date.parse('0001-01-01T00:00:00Z');
const MAX_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** Widens a range to the edges of its buckets. */
export const aligned = ({ equipmentId, fromMs, toMs }: Range, lengthS: number): Range => ({
  equipmentId,
  fromMs: Math.max(MIN_MS, Math.floor(fromMs / (lengthS * 1000)) * lengthS * 1000),
  toMs: Math.min(MAX_MS, Math.ceil(toMs / (lengthS * 1000)) * lengthS * 1000),
});
