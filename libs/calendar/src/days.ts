import { Instant, type Weekday, weekdays } from '@argus/contracts';
import { Temporal } from 'temporal-polyfill';

const NS_PER_US = 1000n;
/* The range of Python's dates, as of all times of Argus. */
const FIRST = Temporal.PlainDate.from('0001-01-01');
const LAST = Temporal.PlainDate.from('9999-12-31');

/** Returns a date as text, but not before the year 1 or after the year 9999. */
function textOf(date: Temporal.PlainDate): string {
  if (Temporal.PlainDate.compare(date, FIRST) < 0) return FIRST.toString();
  return (Temporal.PlainDate.compare(date, LAST) > 0 ? LAST : date).toString();
}

export const plainDateIn = (timeZone: string, { us }: Instant): Temporal.PlainDate =>
  Temporal.Instant.fromEpochNanoseconds(us * NS_PER_US)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();

/** Returns the first moment of a day: of one whose midnight is skipped a later one, of a skipped day the start of the next. */
export const startOf = (timeZone: string, date: Temporal.PlainDate): Instant =>
  Instant.nearest(date.toZonedDateTime(timeZone).epochNanoseconds / NS_PER_US);

/** Returns the date that calendars of the zone show, `YYYY-MM-DD`. */
export const dateIn = (timeZone: string, moment: Instant): string => textOf(plainDateIn(timeZone, moment));

export const plusDays = (date: string, days: number): string =>
  textOf(Temporal.PlainDate.from(date).add({ days }));

/** Returns the same day of another month, or the last one of a shorter month. */
export const plusMonths = (date: string, months: number): string =>
  textOf(Temporal.PlainDate.from(date).add({ months }));

export const weekdayOf = (date: string): Weekday => weekdays[Temporal.PlainDate.from(date).dayOfWeek - 1]!;

/** Returns how many days after 1970-01-01 a date is. */
export const dayNumber = (date: string): number =>
  Temporal.PlainDate.from('1970-01-01').until(Temporal.PlainDate.from(date)).days;

/**
 * Returns when clocks of the zone show a time, `HH:MM`, on a date. Of a time that they show twice it is the first or the second; one that they skip
 * counts as if they had not changed yet (RFC 5545, 3.3.5).
 */
export const momentOf = (
  timeZone: string,
  date: string,
  time: string,
  reading: 'first' | 'second' = 'first',
): Instant =>
  Instant.nearest(
    Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(timeZone, {
      disambiguation: reading === 'first' ? 'compatible' : 'later',
    }).epochNanoseconds / NS_PER_US,
  );

export const startOfDay = (timeZone: string, date: string): Instant =>
  startOf(timeZone, Temporal.PlainDate.from(date));

/** Returns the first moment of the next day. A day lasts 23 or 25 hours where clocks change, and a skipped one not at all. */
export const endOfDay = (timeZone: string, date: string): Instant =>
  startOf(timeZone, Temporal.PlainDate.from(date).add({ days: 1 }));
