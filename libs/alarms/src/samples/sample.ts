/**
 * Milliseconds since 1970, of the measurement, with microseconds as their fraction: always the double nearest to a whole number of
 * microseconds. These are all different until 2248, so event times have the order of their microseconds. Only `later` keeps to
 * them: a plain sum may round where the doubles of a year are wider than those of another (1987, 2004, 2039, 2109).
 */
export type EventTime = number;

/** The division rounds once, as wherever microseconds become an event time, so equal times stay equal. */
export const eventTimeOf = (us: number): EventTime => us / 1000;

/* Between 2004 and 2039 doubles are equally wide, and half milliseconds are many of that width, so sums are exact. */
const [FROM_2004, UNTIL_2039] = [2 ** 40, 2 ** 41];

/** The event time that many whole or half milliseconds later, or earlier for a negative number, to the microsecond. */
export function later(at: EventTime, ms: number): EventTime {
  const sum = at + ms;
  if (at >= FROM_2004 && at < UNTIL_2039 && sum >= FROM_2004 && sum < UNTIL_2039) return sum;
  return Number.isFinite(at) ? eventTimeOf(usOf(at) + Math.round(ms * 1000)) : at;
}

/** A product of the whole time would round once more than the fraction of its millisecond allows. */
function usOf(at: EventTime): number {
  const wholeMs = Math.floor(at);
  return wholeMs * 1000 + Math.round((at - wholeMs) * 1000);
}

/**
 * Names of the numbers that a source measures, in the order in which its samples hold them. A list is frozen; one that grows
 * does so at its end.
 */
export type Signals = readonly string[];

/** What a source measured at a time: one number per signal, NaN where it did not measure that one. */
export interface Sample {
  readonly at: EventTime;
  readonly values: readonly number[];
}

/** A sample from numbers by name. Not for hot paths, which fill `values` in place. */
export const sampleOf = (
  signals: Signals,
  at: EventTime,
  measured: Readonly<Record<string, number | undefined>>,
): Sample => ({ at, values: signals.map((signal) => measured[signal] ?? NaN) });

/** By time, and by the values within an instant, so that the order of arrival does not matter. */
export const inEventOrder = (one: Sample, other: Sample): number =>
  one.at - other.at || compareValues(one.values, other.values);

/** The first value that differs decides; a missing value comes last. */
function compareValues(one: readonly number[], other: readonly number[]): number {
  for (let i = 0; i < one.length; i++) {
    const a = one[i]!;
    const b = other[i]!;
    if (a < b) return -1;
    if (a > b) return 1;
    if (Number.isNaN(a) !== Number.isNaN(b)) return Number.isNaN(a) ? 1 : -1;
  }
  return 0;
}
