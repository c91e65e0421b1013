import { Instant } from '@argus/contracts';
import type { Range } from './interval-edges.js';
import { offsetsBetween } from './offsets.js';

const DAY_S = 86_400;
const US_PER_S = 1_000_000n;

const floorTo = (value: number, step: number): number => Math.floor(value / step) * step;

/* BigInt cuts off towards zero. */
const floorSeconds = (us: bigint): number =>
  Number((us - (((us % US_PER_S) + US_PER_S) % US_PER_S)) / US_PER_S);

const instantOf = (seconds: number): Instant => Instant.nearest(BigInt(seconds) * US_PER_S);

/**
 * Yields the edges of buckets of one length that cover a range, the outer ones included: wherever clocks of the zone show a multiple of
 * it, counted from midnight. Where clocks change, a bucket is longer or shorter, so that buckets end where the day ends. Hours that
 * clocks show twice are two buckets.
 */
export function* clockEdges(timeZone: string, lengthS: number, { from, to }: Range): Generator<Instant> {
  const [fromS, toS] = [floorSeconds(from.us), -floorSeconds(-to.us)];
  /* The longest change of clocks was a day. */
  const around = lengthS + DAY_S;
  let last: number | undefined;
  for (const edgeS of multiples(timeZone, lengthS, fromS - around, toS + around)) {
    if (last !== undefined && edgeS > fromS) yield instantOf(last);
    last = edgeS;
    if (edgeS >= toS) break;
  }
  yield instantOf(last!);
}

/** Yields when clocks show multiples of the length, in seconds since 1970. */
function* multiples(timeZone: string, lengthS: number, fromS: number, untilS: number): Generator<number> {
  const periods = offsetsBetween(timeZone, fromS, untilS);
  let shown = floorTo(fromS + periods[0]!.offsetS - 1, lengthS);
  for (const [at, { sinceS, offsetS }] of periods.entries()) {
    const endS = periods[at + 1]?.sinceS ?? untilS;
    const setBackS = (periods[at - 1]?.offsetS ?? offsetS) - offsetS;
    for (let time = floorTo(sinceS + offsetS, lengthS); time - offsetS < endS; time += lengthS) {
      const isBefore = time - offsetS < sinceS;
      /* Of multiples that clocks show twice only short ones count twice. A skipped one counts when clocks have skipped it. */
      if (time <= shown && (isBefore || lengthS > setBackS)) continue;
      yield isBefore ? sinceS : time - offsetS;
      shown = time;
    }
  }
}
