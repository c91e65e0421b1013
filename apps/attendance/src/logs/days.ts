import { DAY_MS, DomainError, Instant } from '@argus/contracts';

const DAY_US = BigInt(DAY_MS) * 1000n;

/** A range of time; the end is excluded. */
export interface TimeRange {
  readonly from: Instant | undefined;
  readonly until: Instant | undefined;
}

/**
 * Returns the whole UTC days from the first to the last, both included. An absent day leaves its side open.
 * @throws DomainError DATES_REVERSED
 */
export function daysBetween(first: string | undefined, last: string | undefined): TimeRange {
  if (first !== undefined && last !== undefined && first > last) throw new DomainError('DATES_REVERSED');
  return {
    from: first === undefined ? undefined : startOf(first),
    until: last === undefined ? undefined : Instant.nearest(startOf(last).us + DAY_US),
  };
}

/** Returns the day that lies `days` days before `day`. */
export const daysBefore = (day: string, days: number): string =>
  dayOf(Instant.nearest(startOf(day).us - DAY_US * BigInt(days)));

/** Returns `YYYY-MM-DD` in UTC. */
export const dayOf = (moment: Instant): string => moment.toString().slice(0, 10);

const startOf = (day: string): Instant => Instant.parse(`${day}T00:00:00Z`)!;
