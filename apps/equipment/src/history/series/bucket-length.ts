import { DomainError } from '@argus/contracts';

const MAX_BUCKETS = 10_000;
const MAX_DEFAULT_BUCKETS = 500;
/* 1, 5, 10, 30 s; 1, 5, 10, 30 min; 1, 3, 6, 12 h; a day, a week; then 30 and 365 days. */
const defaultLengthsS = [
  1, 5, 10, 30, 60, 300, 600, 1800, 3600, 10_800, 21_600, 43_200, 86_400, 604_800, 2_592_000, 31_536_000,
];

/** Returns the length of buckets in seconds. Throws TOO_MANY_BUCKETS if the wanted length is too short for the range. */
export function bucketLengthS(rangeMs: number, wantedS: number | undefined): number {
  const rangeS = rangeMs / 1000;
  if (wantedS === undefined)
    return (
      defaultLengthsS.find((lengthS) => rangeS / lengthS <= MAX_DEFAULT_BUCKETS) ?? defaultLengthsS.at(-1)!
    );
  if (rangeS / wantedS > MAX_BUCKETS) throw new DomainError('TOO_MANY_BUCKETS');
  return wantedS;
}
