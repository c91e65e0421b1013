import { endOfDay, offsetsBetween, startOfDay } from '@argus/calendar';
import { DAY_MS, DomainError, Instant } from '@argus/contracts';

/** A range of time; the end is excluded. */
export interface TimeRange {
  readonly from: Instant | undefined;
  readonly until: Instant | undefined;
}

/** How far clocks are ahead of UTC since a moment. */
export interface ClockOffset {
  readonly since: Instant;
  readonly offsetS: number;
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

/** Returns how far clocks were ahead of UTC in the part of a range for which there can be rows: from 1970 to now. */
export function clockOffsets(timeZone: string, { from, until }: TimeRange): ClockOffset[] {
  const fromS = Math.max(0, Math.floor(from!.ms / 1000));
  const untilS = Math.ceil(Math.min(until!.ms, Date.now() + DAY_MS) / 1000);
  return offsetsBetween(timeZone, fromS, untilS).map(({ sinceS, offsetS }) => ({
    since: Instant.ofMs(sinceS * 1000),
    offsetS,
  }));
}

/** SQL of what clocks showed at the moment of a column. The parameters are those of `clockParameters`, in their order. */
export const shownClock = (column: string, since: string, offset: string): string =>
  `((${column} + (${offset}::interval[])[width_bucket(${column}, ${since}::timestamptz[])]) AT TIME ZONE 'UTC')`;

export const clockParameters = (offsets: readonly ClockOffset[]): [since: string[], offset: string[]] => [
  offsets.map(({ since }) => since.toString()),
  offsets.map(({ offsetS }) => `${offsetS} seconds`),
];
