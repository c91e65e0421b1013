/**
 * Milliseconds since 1970, of the measurement, with microseconds as their fraction. A double tells microseconds apart until 2248, and
 * adding whole milliseconds to one of the years 2004 to 2039 or 2039 to 2109 rounds nothing.
 */
export type EventTime = number;

/** The division rounds once, as wherever microseconds become an event time, so equal times stay equal. */
export const eventTimeOf = (us: number): EventTime => us / 1000;

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
