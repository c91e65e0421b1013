import type { CalendarInterval, Instant } from '@argus/contracts';
import { Temporal } from 'temporal-polyfill';
import { plainDateIn, startOf } from './days.js';

/** A range of time; the end is excluded. */
export interface Range {
  readonly from: Instant;
  readonly to: Instant;
}

/** An interval of the calendar, or a number of days. */
export type Days = CalendarInterval | number;

interface Kind {
  /** Returns the first day of the interval that holds a day. */
  readonly first: (date: Temporal.PlainDate) => Temporal.PlainDate;
  readonly after: (date: Temporal.PlainDate, number: number) => Temporal.PlainDate;
}

const kinds: Readonly<Record<CalendarInterval, Kind>> = {
  day: { first: (date) => date, after: (date, days) => date.add({ days }) },
  week: {
    first: (date) => date.subtract({ days: date.dayOfWeek - 1 }),
    after: (date, weeks) => date.add({ weeks }),
  },
  month: { first: (date) => date.with({ day: 1 }), after: (date, months) => date.add({ months }) },
  year: { first: (date) => date.with({ month: 1, day: 1 }), after: (date, years) => date.add({ years }) },
};

const DAYS_OF_WEEK = 7;
const NEW_YEAR_1970 = Temporal.PlainDate.from('1970-01-01');
const MONDAY_1970 = Temporal.PlainDate.from('1970-01-05');

/** Days are counted from 1970, whole weeks from its first Monday. */
function kindOf(days: Days): Kind {
  if (typeof days === 'string') return kinds[days];
  const origin = days % DAYS_OF_WEEK === 0 ? MONDAY_1970 : NEW_YEAR_1970;
  const since = (date: Temporal.PlainDate): number => origin.until(date).days % days;
  return {
    first: (date) => date.subtract({ days: (since(date) + days) % days }),
    after: (date, number) => date.add({ days: number * days }),
  };
}

/** Yields the edges of the days, ISO weeks, months or years of a zone that cover a range, the outer ones included. */
export function* intervalEdges(timeZone: string, days: Days, { from, to }: Range): Generator<Instant> {
  const { first, after } = kindOf(days);
  const start = first(plainDateIn(timeZone, from));
  let last: Instant | undefined;
  for (let number = 0; last === undefined || last.us < to.us; number++) {
    const edge = startOf(timeZone, after(start, number));
    /* A day that the zone skipped has no length. */
    if (last === undefined || edge.us > last.us) yield edge;
    last = edge;
  }
}
