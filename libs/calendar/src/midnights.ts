import { Instant } from '@argus/contracts';
import { Temporal } from 'temporal-polyfill';

const DAY_MS = 86_400_000;
const NS_PER_MS = 1_000_000;
const NEW_YEAR_1970 = Temporal.PlainDate.from('1970-01-01');
/* A change of clocks is found if it comes within three years, so the search is repeated sooner. */
const TRUSTED_MS = 1000 * DAY_MS;

/** Days since 1970. */
export const dayNumberOf = (date: Temporal.PlainDate): number => NEW_YEAR_1970.until(date).days;

export const dateOf = (dayNumber: number): Temporal.PlainDate => NEW_YEAR_1970.add({ days: dayNumber });

/**
 * First moments of days of a zone. Days that ascend cost plain arithmetic, and one look into the zone's rules where clocks change: a
 * look takes as long as a thousand days. So it is for days that lie close together.
 */
export class Midnights {
  /* From then on clocks keep one distance from UTC, until they change or nobody has looked. */
  private sinceMs = Infinity;
  private untilMs = -Infinity;
  private offsetMs = 0;

  constructor(private readonly timeZone: string) {}

  /** As `startOf` of a date: of a day whose midnight is skipped a later moment. */
  startOf(dayNumber: number): Instant {
    const ms = dayNumber * DAY_MS - this.offsetMs;
    /* The longest change of clocks was a day; sooner after one, the clocks may have shown the same midnight before it. */
    if (ms >= this.sinceMs + DAY_MS && ms < this.untilMs) return Instant.nearestMs(ms);
    const start = dateOf(dayNumber).toZonedDateTime(this.timeZone);
    this.sinceMs = start.epochMilliseconds;
    this.offsetMs = start.offsetNanoseconds / NS_PER_MS;
    const change = start.getTimeZoneTransition('next')?.epochMilliseconds ?? Infinity;
    this.untilMs = Math.min(change, this.sinceMs + TRUSTED_MS);
    return Instant.nearestMs(this.sinceMs);
  }
}
