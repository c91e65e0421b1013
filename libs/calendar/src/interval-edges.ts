import type { CalendarInterval, Instant } from '@argus/contracts';
import type { Temporal } from 'temporal-polyfill';
import { plainDateIn, startOf } from './days.js';
import { dateOf, dayNumberOf, Midnights } from './midnights.js';

/** A range of time; the end is excluded. */
export interface Range {
  readonly from: Instant;
  readonly to: Instant;
}

/** An interval of the calendar, or a number of days. */
export type Days = CalendarInterval | number;

const DAYS_OF_WEEK = 7;
/* Days since 1970. */
const FIRST_MONDAY = 4;

/** Returns when the interval that holds a day starts, and the ones after it, by number. */
function startsFrom(timeZone: string, days: Days, date: Temporal.PlainDate): (number: number) => Instant {
  if (days === 'month') {
    const first = date.with({ day: 1 });
    return (months) => startOf(timeZone, first.add({ months }));
  }
  if (days === 'year') {
    const first = date.with({ month: 1, day: 1 });
    return (years) => startOf(timeZone, first.add({ years }));
  }
  const step = days === 'day' ? 1 : days === 'week' ? DAYS_OF_WEEK : days;
  /* Days are counted from 1970, whole weeks from its first Monday. */
  const day = dayNumberOf(date);
  const since = (day - (step % DAYS_OF_WEEK === 0 ? FIRST_MONDAY : 0)) % step;
  const first = day - ((since + step) % step);
  if (step > DAYS_OF_WEEK) return (number) => startOf(timeZone, dateOf(first + number * step));
  const midnights = new Midnights(timeZone);
  return (number) => midnights.startOf(first + number * step);
}

/** Yields the edges of the days, ISO weeks, months or years of a zone that cover a range, the outer ones included. */
export function* intervalEdges(timeZone: string, days: Days, { from, to }: Range): Generator<Instant> {
  const startAt = startsFrom(timeZone, days, plainDateIn(timeZone, from));
  let last: Instant | undefined;
  for (let number = 0; last === undefined || last.us < to.us; number++) {
    const edge = startAt(number);
    /* A day that the zone skipped has no length. */
    if (last === undefined || edge.us > last.us) yield edge;
    last = edge;
  }
}
