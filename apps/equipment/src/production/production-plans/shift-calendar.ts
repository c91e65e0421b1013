import { endOfDay, plusDays, startOfDay } from '@argus/calendar';
import { weekdayOf } from '@argus/calendar';
import type { ProductionPlan, Shift } from '@argus/contracts';
import { Temporal } from 'temporal-polyfill';
import { difference, type Span } from '../spans/span.js';

/** A plan as it is stored: with its time zone. */
export type StoredPlan = ProductionPlan & { readonly time_zone: string };

/** A shift of a plan on one date. */
export interface ShiftOccurrence<P extends StoredPlan = StoredPlan> extends Span {
  readonly plan: P;
  readonly name: string;
  /** Local date on which it starts. */
  readonly date: string;
  /** Without its breaks. */
  readonly planned: readonly Span[];
}

/** Returns the dates from the first to the last, both included. */
export function datesBetween(first: string, last: string): string[] {
  const dates: string[] = [];
  for (let date = first; date <= last; date = plusDays(date, 1)) dates.push(date);
  return dates;
}

/**
 * Returns when clocks of the zone show that time. A time that is skipped in spring counts as if clocks had not changed yet, so it
 * is later. Of a time that occurs twice in autumn, the first counts.
 */
const momentOf = (timeZone: string, date: string, time: string): number =>
  Temporal.PlainDate.from(date).toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) })
    .epochMilliseconds;

/** Returns the days of the zone from the first to the last as one span. */
export const daysAsSpan = (timeZone: string, first: string, last: string): Span => ({
  fromMs: startOfDay(timeZone, first).ms,
  toMs: endOfDay(timeZone, last).ms,
});

/**
 * Returns the shifts that start on the dates, sorted, without overlap. If one reaches into the next (by an exception, a change of
 * clocks or of the plan), the next starts later. `plans` are in order of precedence.
 */
export function shiftsOn<P extends StoredPlan>(
  dates: readonly string[],
  plans: readonly P[],
): ShiftOccurrence<P>[] {
  const occurrences = dates
    .flatMap((date) => {
      const plan = plans.find(({ valid_from }) => valid_from <= date);
      return plan ? shiftsOf(plan, date).map((shift) => occurrence(plan, shift, date)) : [];
    })
    .sort((one, other) => one.fromMs - other.fromMs);
  let endMs = -Infinity;
  const disjoint = occurrences.map((shift) => {
    const fromMs = Math.max(shift.fromMs, endMs);
    endMs = Math.max(endMs, shift.toMs);
    return { ...shift, fromMs };
  });
  return disjoint.filter(({ fromMs, toMs }) => fromMs < toMs).map(withoutBreaks);
}

function shiftsOf({ shifts, exceptions }: ProductionPlan, date: string): readonly Shift[] {
  const exception = exceptions.find((each) => each.date === date);
  if (exception) return exception.shifts;
  const day = weekdayOf(date);
  return shifts.filter(({ days }) => days.includes(day));
}

interface Draft<P> extends Span {
  readonly plan: P;
  readonly shift: Shift;
  readonly date: string;
}

function occurrence<P extends StoredPlan>(plan: P, shift: Shift, date: string): Draft<P> {
  const { starts, ends } = shift;
  return {
    plan,
    shift,
    date,
    fromMs: momentOf(plan.time_zone, date, starts),
    toMs: momentOf(plan.time_zone, ends > starts ? date : plusDays(date, 1), ends),
  };
}

function withoutBreaks<P extends StoredPlan>({
  plan,
  shift,
  date,
  fromMs,
  toMs,
}: Draft<P>): ShiftOccurrence<P> {
  const momentInShift = (time: string, isEnd: boolean): number => {
    const isNextDay = time < shift.starts || (isEnd && time === shift.starts);
    return momentOf(plan.time_zone, isNextDay ? plusDays(date, 1) : date, time);
  };
  const breaks = shift.breaks
    .map(({ starts, ends }) => ({ fromMs: momentInShift(starts, false), toMs: momentInShift(ends, true) }))
    .sort((one, other) => one.fromMs - other.fromMs);
  return { plan, name: shift.name, date, fromMs, toMs, planned: difference([{ fromMs, toMs }], breaks) };
}
