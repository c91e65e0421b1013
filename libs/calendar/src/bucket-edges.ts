import type { CalendarInterval, Instant } from '@argus/contracts';
import { clockEdges } from './clock-edges.js';
import { intervalEdges, type Range } from './interval-edges.js';

const DAY_S = 86_400;

/** A length in seconds, or an interval of the calendar. */
export type BucketLength = number | CalendarInterval;

/**
 * Returns the edges of buckets that cover a range, one more than there are buckets. Parts of a day and whole days begin where clocks of
 * the zone say so, whole weeks on Monday. Other lengths, which have no place in a day, are counted from 1970 in UTC.
 */
export function bucketEdges(timeZone: string, length: BucketLength, range: Range): Instant[] {
  if (typeof length === 'string') return [...intervalEdges(timeZone, length, range)];
  if (length % DAY_S === 0) return [...intervalEdges(timeZone, length / DAY_S, range)];
  return [...clockEdges(DAY_S % length === 0 ? timeZone : 'UTC', length, range)];
}
