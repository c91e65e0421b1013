import { DomainError } from '@argus/contracts';

const MAX_BUCKETS = 10_000;
const USUAL_BUCKETS = 500;
/* 1, 5, 10, 30 s; 1, 5, 10, 30 min; 1, 3, 6, 12 h; a day, a week; then 30 and 365 days. */
const usualLengthsS = [
  1, 5, 10, 30, 60, 300, 600, 1800, 3600, 10_800, 21_600, 43_200, 86_400, 604_800, 2_592_000, 31_536_000,
];

/** Length of the buckets of a range in seconds; throws TOO_MANY_BUCKETS where the wanted one is too short. */
export function bucketLengthS(rangeMs: number, wantedS: number | undefined): number {
  const rangeS = rangeMs / 1000;
  if (wantedS === undefined)
    return usualLengthsS.find((lengthS) => rangeS / lengthS <= USUAL_BUCKETS) ?? usualLengthsS.at(-1)!;
  if (rangeS / wantedS > MAX_BUCKETS) throw new DomainError('TOO_MANY_BUCKETS');
  return wantedS;
}
