import { Temporal } from 'temporal-polyfill';

/** A time during which clocks of a zone keep one distance from UTC. It ends where the next begins. */
export interface OffsetPeriod {
  /** Seconds since 1970. */
  readonly sinceS: number;
  /** How far clocks are ahead of UTC, in seconds. */
  readonly offsetS: number;
}

const MS_PER_S = 1000;
const NS_PER_S = 1_000_000_000;

/** Returns the periods of a time, sorted; the first begins with it. A change of clocks is found if it
 * comes within three years of the one before, or of now. */
export function offsetsBetween(timeZone: string, fromS: number, untilS: number): OffsetPeriod[] {
  const periods: OffsetPeriod[] = [];
  let at: Temporal.ZonedDateTime | null = Temporal.Instant.fromEpochMilliseconds(
    fromS * MS_PER_S,
  ).toZonedDateTimeISO(timeZone);
  while (at !== null && at.epochMilliseconds < untilS * MS_PER_S) {
    periods.push({ sinceS: at.epochMilliseconds / MS_PER_S, offsetS: at.offsetNanoseconds / NS_PER_S });
    at = at.getTimeZoneTransition('next');
  }
  return periods;
}
