import { dateIn, plusDays } from '@argus/calendar';
import { DomainError, Instant, MAX_OEE_DAYS, type OeeQuery, type ProductionPlanView } from '@argus/contracts';
import { datesBetween } from '../production-plans/shift-calendar.js';

const DEFAULT_DAYS = 7;
const MIN_DATE = '0001-01-02';
const MAX_DATE = '9999-12-30';

/** Local dates of shifts, first and last included. */
export interface OeeDays {
  readonly from: string;
  readonly to: string;
  readonly dates: readonly string[];
}

/** Returns the days that a query asks for. Throws RANGE_REVERSED, RANGE_TOO_LONG or NO_PLAN. */
export function oeeDays(query: OeeQuery, plans: readonly ProductionPlanView[], nowMs: number): OeeDays {
  const now = Instant.ofMs(nowMs);
  const today = plans.map(({ time_zone: zone, valid_from: from }) => ({ from, date: dateIn(zone, now) }));
  const inForce = today.find(({ from, date }) => from <= date) ?? today[0];
  if (!inForce) throw new DomainError('NO_PLAN');
  /* The default must not contradict the given day, which may be tomorrow. */
  const last = query.from !== undefined && query.from > inForce.date ? query.from : inForce.date;
  const to = within(query.to ?? last);
  const from = within(query.from ?? plusDays(to, 1 - DEFAULT_DAYS));
  if (from > to) throw new DomainError('RANGE_REVERSED');
  if (from < plusDays(to, 1 - MAX_OEE_DAYS)) throw new DomainError('RANGE_TOO_LONG');
  if (plans.every(({ valid_from }) => valid_from > to)) throw new DomainError('NO_PLAN');
  return { from, to, dates: datesBetween(from, to) };
}

/* Leaves a day at both ends of the calendar, because the days around are looked at as well. */
const within = (date: string): string => (date < MIN_DATE ? MIN_DATE : date > MAX_DATE ? MAX_DATE : date);
