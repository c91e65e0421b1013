import { plusDays } from '@argus/calendar';
import { type DayPart, parse, ShiftRules } from '@argus/contracts';
import type { KeptShift } from '../working-time/engine/planned-shift.js';
import type { Punch } from '../working-time/engine/punch.js';
import { type KeptAssignment, ShiftPlan } from '../working-time/engine/shift-plan.js';
import { type KnownOf, workDays, type WorkDay } from '../working-time/engine/work-day.js';
import { figureNames } from '../working-time/engine/work-figures.js';
import { ZoneClock } from '../working-time/engine/zone-clock.js';

/** What is so besides the shift and its punches. */
export interface Facts {
  readonly date?: string;
  readonly zone?: string;
  readonly holiday?: DayPart;
  readonly leave?: DayPart;
  /** Time of the date at which the day is asked for; default: long after it. */
  readonly now?: string;
}

interface Parts {
  readonly parts?: string;
  readonly breaks?: string;
}

const timesOf = (text: string) =>
  text.split(' ').map((part) => ({ starts: part.slice(0, 5), ends: part.slice(6) }));

/** Returns a shift with the defaults of the contract, but with windows of an hour. Times are written `09:00-17:00`. */
export function shiftOf(
  { parts = '09:00-17:00', breaks, ...rules }: Omit<Partial<ShiftRules>, 'parts' | 'breaks'> & Parts,
  id = 'shift',
  zone = 'Europe/Berlin',
): KeptShift {
  const everyDay = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
  const sent = {
    name: 'Shift',
    days: everyDay,
    early_window_min: 60,
    late_window_min: 60,
    ...rules,
    parts: timesOf(parts),
    ...(breaks !== undefined && { breaks: timesOf(breaks) }),
  };
  return { time_zone: zone, ...parse(ShiftRules, sent), id };
}

export const assigned = (shifts: readonly string[], more: Partial<KeptAssignment> = {}): KeptAssignment => ({
  id: 'assignment',
  shifts: [...shifts],
  turn: 'week',
  date_from: '2020-01-01',
  ...more,
});

const LATER = 1440 * 3;

/** Derives one day out of punches written as clocks show them, `09:00 +06:10 17:00o 12:00c`. */
export function caseOf(rules: object, punches: string, facts: Facts): WorkDay {
  const { date = '2026-03-16', zone = 'Europe/Berlin', holiday, leave, now } = facts;
  const shift = { ...shiftOf(rules, 'shift', zone), holiday_calendar: 'calendar' };
  const calendar = {
    id: 'calendar',
    holidays: holiday === undefined ? [] : [{ date, name: 'Feast', part: holiday }],
  };
  const plan = new ShiftPlan({ shifts: [shift], calendars: [calendar] }, zone, date, date);
  const known: KnownOf = {
    assignments: [assigned(['shift'])],
    leave: leave === undefined ? [] : [{ date_from: date, date_to: date, part: leave, kind: 'Annual' }],
    punches: punches === '' ? [] : punches.split(' ').map((text) => punchOf(text, date, plan.siteClock)),
  };
  const asked = plan.siteClock.minuteOf(date, now ?? '00:00') + (now === undefined ? LATER : 0);
  return workDays(known, plan, [date], asked)[0]!;
}

function punchOf(text: string, date: string, clock: ZoneClock): Punch {
  const [, next, time, mark] = /^(\+?)(\d\d:\d\d)([ioc]?)$/.exec(text)!;
  const direction = mark === 'i' ? 'in' : mark === 'o' ? 'out' : null;
  const minute = clock.minuteOf(next === '+' ? plusDays(date, 1) : date, time!, 'second');
  return { minute, direction, isCorrection: mark === 'c' };
}

/** Writes a day as the cases do: status, minutes worked/planned, then what is not zero. */
export function figuresOf(day: WorkDay): string {
  const others = figureNames
    .filter((name) => name !== 'planned_min' && name !== 'worked_min' && day[name] !== 0)
    .map((name) => `${name.replace(/(_leave)?_min$/, '')} ${day[name]}`);
  return [day.status, `${day.worked_min}/${day.planned_min}`, ...others].join(' ');
}
