import { DAY_MS, DomainError } from '@argus/contracts';

/** A range of time; the end is excluded. */
export interface TimeRange {
  readonly from: Date | undefined;
  readonly until: Date | undefined;
}

/**
 * Returns the whole UTC days from the first to the last, both included. An absent day leaves its side open.
 * @throws DomainError DATES_REVERSED
 */
export function daysBetween(first: string | undefined, last: string | undefined): TimeRange {
  if (first !== undefined && last !== undefined && first > last) throw new DomainError('DATES_REVERSED');
  return {
    from: first === undefined ? undefined : startOf(first),
    until: last === undefined ? undefined : new Date(startOf(last).getTime() + DAY_MS),
  };
}

/** Returns the day that lies `days` days before `day`. */
export const daysBefore = (day: string, days: number): string =>
  dayOf(new Date(startOf(day).getTime() - days * DAY_MS));

/** Returns `YYYY-MM-DD` in UTC. */
export const dayOf = (moment: Date): string => moment.toISOString().slice(0, -14);

const startOf = (day: string): Date => new Date(`${day}T00:00:00Z`);
