import { DomainError, MAX_OEE_DAYS, type OeeQuery, type ProductionPlanView } from '@argus/contracts';
import { dateIn, datesBetween, daysBefore } from '../production-plans/shift-calendar.js';

const USUAL_DAYS = 7;
const EARLIEST = '0001-01-02';
const LATEST = '9999-12-30';

/** Local dates of shifts, both included. */
export interface OeeDays {
  readonly from: string;
  readonly to: string;
  readonly dates: readonly string[];
}

/** The days that a query asks for; throws RANGE_REVERSED, RANGE_TOO_LONG or NO_PLAN. */
export function oeeDays(query: OeeQuery, plans: readonly ProductionPlanView[], nowMs: number): OeeDays {
  const today = plans.map(({ time_zone: zone, valid_from: from }) => ({ from, date: dateIn(zone, nowMs) }));
  const inForce = today.find(({ from, date }) => from <= date) ?? today[0];
  if (!inForce) throw new DomainError('NO_PLAN');
  const to = within(query.to ?? inForce.date);
  const from = within(query.from ?? daysBefore(to, USUAL_DAYS - 1));
  if (from > to) throw new DomainError('RANGE_REVERSED');
  if (from < daysBefore(to, MAX_OEE_DAYS - 1)) throw new DomainError('RANGE_TOO_LONG');
  if (plans.every(({ valid_from }) => valid_from > to)) throw new DomainError('NO_PLAN');
  return { from, to, dates: datesBetween(from, to) };
}

/* The days around are looked at as well, and calendars end there. */
const within = (date: string): string => (date < EARLIEST ? EARLIEST : date > LATEST ? LATEST : date);
