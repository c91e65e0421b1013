import { bucketEdges, type BucketLength } from '@argus/calendar';
import { type CalendarInterval, DomainError, Instant, invalid } from '@argus/contracts';
import { HOUR_S, MINUTE_S, type SourcePeriodS } from './source-period.js';

const MAX_BUCKETS = 10_000;
const MAX_DEFAULT_BUCKETS = 500;
const DAY_S = 86_400;
const HOUR_US = BigInt(HOUR_S) * 1_000_000n;

/* 1, 5, 10, 30 s; 1, 5, 10, 30 min; 1, 3, 6, 12 h; a day, a week; then months and years. */
const defaultLengths: readonly BucketLength[] = [
  ...[1, 5, 10, 30, 60, 300, 600, 1800, 3600, 10_800, 21_600, 43_200, 86_400, 604_800],
  'month',
  'year',
];
const shortestS: Readonly<Record<CalendarInterval, number>> = {
  day: DAY_S,
  week: 7 * DAY_S,
  month: 28 * DAY_S,
  year: 365 * DAY_S,
};

const secondsOf = (length: BucketLength): number => (typeof length === 'number' ? length : shortestS[length]);

/**
 * Returns the length that a query asks for, or a usual one. Throws VALIDATION_FAILED for two lengths, and TOO_MANY_BUCKETS if it is
 * too short for the range.
 */
export function bucketLength(
  rangeMs: number,
  { bucket, interval }: { readonly bucket?: number; readonly interval?: CalendarInterval },
): BucketLength {
  if (bucket !== undefined && interval !== undefined)
    throw invalid('interval', 'invalid', { text: 'Give `bucket` or `interval`, not both.' });
  const bucketsOf = (length: BucketLength): number => rangeMs / 1000 / secondsOf(length);
  const wanted = bucket ?? interval;
  if (wanted === undefined)
    return (
      defaultLengths.find((length) => bucketsOf(length) <= MAX_DEFAULT_BUCKETS) ?? defaultLengths.at(-1)!
    );
  if (bucketsOf(wanted) > MAX_BUCKETS) throw new DomainError('TOO_MANY_BUCKETS');
  return wanted;
}

interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** Returns where the first bucket of a range begins and the last one ends. */
export function outerEdges(timeZone: string, length: BucketLength, { from, to }: Span): Span {
  const first = bucketEdges(timeZone, length, { from, to: from.plusUs(1) });
  const last = bucketEdges(timeZone, length, { from: to.plusUs(-1), to });
  return { from: first[0]!, to: last.at(-1)! };
}

const END_OF_TIME = Instant.parse('9999-12-31T23:59:59.999999Z')!;

/**
 * Returns the starts of the hours that an edge divides: their minutes are read, and of the other hours one row each. Days of a zone with half an
 * hour would else cost a row for each minute of the year.
 */
export function dividedHours(edges: readonly Instant[]): Instant[] {
  const hours = edges.filter(({ us }) => us % HOUR_US !== 0n).map((edge) => edge.startOf(HOUR_US));
  return hours.filter((hour, i) => hour.us !== hours[i - 1]?.us);
}

/** Returns the longest period of roll-ups of which all edges are edges; undefined if only readings are fine enough. */
export function sourcePeriodOf(edges: readonly Instant[]): SourcePeriodS {
  const isEdge = ({ us }: Instant, periodS: number): boolean =>
    us % BigInt(periodS * 1_000_000) === 0n || us === END_OF_TIME.us;
  return ([HOUR_S, MINUTE_S] as const).find((periodS) => edges.every((edge) => isEdge(edge, periodS)));
}
