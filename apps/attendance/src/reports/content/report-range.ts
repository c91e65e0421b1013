import { plusDays, plusMonths, weekdayOf } from '@argus/calendar';
import {
  DomainError,
  MAX_REPORT_DAYS,
  type ReportPeriod,
  type AttendanceReportQuery,
  weekdays,
} from '@argus/contracts';

/** Whole days, both included, YYYY-MM-DD. */
export interface DayRange {
  readonly first: string;
  readonly last: string;
}

type Asked = Pick<AttendanceReportQuery, 'period' | 'date_from' | 'date_to'>;

/**
 * Returns the days that a query means on this day.
 * @throws DomainError DATES_REVERSED, RANGE_TOO_LONG
 */
export function rangeOf({ period, date_from: from, date_to: to }: Asked, today: string): DayRange {
  const whole = lastWhole[period](today);
  const first = from ?? (to === undefined ? whole.first : firstUpTo[period](to));
  const last = to ?? (from === undefined ? whole.last : lastFrom[period](from));
  if (first > last) throw new DomainError('DATES_REVERSED');
  if (plusDays(first, MAX_REPORT_DAYS - 1) < last) throw new DomainError('RANGE_TOO_LONG');
  return { first, last };
}

const lastWhole: Readonly<Record<ReportPeriod, (today: string) => DayRange>> = {
  daily: (today) => ({ first: plusDays(today, -1), last: plusDays(today, -1) }),
  weekly: (today) => {
    const monday = plusDays(today, -weekdays.indexOf(weekdayOf(today)));
    return { first: plusDays(monday, -7), last: plusDays(monday, -1) };
  },
  monthly: (today) => {
    const last = plusDays(`${today.slice(0, 8)}01`, -1);
    return { first: `${last.slice(0, 8)}01`, last };
  },
};

const lastFrom: Readonly<Record<ReportPeriod, (first: string) => string>> = {
  daily: (first) => first,
  weekly: (first) => plusDays(first, 6),
  monthly: (first) => later(first, plusDays(plusMonths(first, 1), -1)),
};

const firstUpTo: Readonly<Record<ReportPeriod, (last: string) => string>> = {
  daily: (last) => last,
  weekly: (last) => plusDays(last, -6),
  monthly: (last) => earlier(last, plusDays(plusMonths(last, -1), 1)),
};

/* Dates stop at the first and the last day that there are. */
const earlier = (one: string, other: string): string => (one < other ? one : other);
const later = (one: string, other: string): string => (one > other ? one : other);
