import { DAY_MS, DomainError } from '@argus/contracts';

/** A stretch of time, the end excluded. */
export interface Stretch {
  readonly from: Date | undefined;
  readonly until: Date | undefined;
}

/**
 * The whole days (UTC) from the first to the last, both included; an absent one leaves that side open.
 * @throws DomainError DATES_REVERSED
 */
export function daysBetween(first: string | undefined, last: string | undefined): Stretch {
  if (first !== undefined && last !== undefined && first > last) throw new DomainError('DATES_REVERSED');
  return {
    from: first === undefined ? undefined : startOf(first),
    until: last === undefined ? undefined : new Date(startOf(last).getTime() + DAY_MS),
  };
}

/** The day so many days before another. */
export const daysBefore = (day: string, days: number): string =>
  dayOf(new Date(startOf(day).getTime() - days * DAY_MS));

/** `YYYY-MM-DD` in UTC. */
export const dayOf = (moment: Date): string => moment.toISOString().slice(0, -14);

const startOf = (day: string): Date => new Date(`${day}T00:00:00Z`);
