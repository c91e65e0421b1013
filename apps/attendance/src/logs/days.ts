import { endOfDay, startOfDay } from '@argus/calendar';
import { DomainError, type Instant } from '@argus/contracts';

/** A range of time; the end is excluded. */
export interface TimeRange {
  readonly from: Instant | undefined;
  readonly until: Instant | undefined;
}

/**
 * Returns the whole days of a zone from the first to the last, both included. An absent day leaves its side open.
 * @throws DomainError DATES_REVERSED
 */
export function daysBetween(
  timeZone: string,
  first: string | undefined,
  last: string | undefined,
): TimeRange {
  if (first !== undefined && last !== undefined && first > last) throw new DomainError('DATES_REVERSED');
  return {
    from: first === undefined ? undefined : startOfDay(timeZone, first),
    until: last === undefined ? undefined : endOfDay(timeZone, last),
  };
}
