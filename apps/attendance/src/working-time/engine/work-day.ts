import type { DayPart, WorkDayStatus } from '@argus/contracts';
import { claim } from './claim.js';
import type { FreeTime } from './free-time.js';
import { type JudgedShift, judge } from './judgement.js';
import { inOrder, type Punch } from './punch.js';
import { type Reason, reason } from './reason.js';
import type { KeptAssignment, ShiftPlan } from './shift-plan.js';
import { sumOf, type WorkFigures } from './work-figures.js';
import type { ZoneClock } from './zone-clock.js';

/** Leave of a person. */
export interface KeptLeave {
  readonly date_from: string;
  readonly date_to: string;
  readonly part: DayPart;
  readonly kind: string;
}

/** All that is known of a person's working time. */
export interface KnownOf {
  readonly assignments: readonly KeptAssignment[];
  readonly leave: readonly KeptLeave[];
  /** In any order. */
  readonly punches: readonly Punch[];
}

/** A date as it went for one person. */
export interface WorkDay extends WorkFigures {
  readonly date: string;
  readonly status: WorkDayStatus;
  readonly shifts: readonly JudgedShift[];
  readonly cameAt: number | undefined;
  readonly leftAt: number | undefined;
  readonly reasons: readonly Reason[];
}

/**
 * Derives the days of a person from punches, shifts, holidays and leave, and from nothing else: the same facts always make the same days.
 * @param plan also of the days around, which the dates of `plan` hold
 * @param dates those that are asked for
 * @param now minute at which it is asked
 */
export function workDays(known: KnownOf, plan: ShiftPlan, dates: readonly string[], now: number): WorkDay[] {
  const planned = plan.dates
    .flatMap((date) =>
      known.assignments.flatMap((assignment) => {
        const shift = plan.shiftOn(assignment, date);
        return shift ? [{ assignment, shift }] : [];
      }),
    )
    .sort((one, other) => one.shift.from - other.shift.from || one.shift.to - other.shift.to);
  const { claimed, outside } = claim(
    planned.map(({ shift }) => shift),
    inOrder(known.punches),
  );
  const shiftsOn = grouped(
    claimed.map((each, at) => [each.planned.date, { claimed: each, assignment: planned[at]!.assignment }]),
  );
  const outsideOn = grouped(outside.map((punch) => [plan.siteClock.dateAt(punch.minute), punch]));
  return dates.map((date) => {
    const leave = known.leave.filter((each) => each.date_from <= date && date <= each.date_to).map(freeBy);
    const shifts = (shiftsOn.get(date) ?? []).map((each) =>
      judge(each.claimed, [...plan.holidaysOf(each.assignment, each.claimed.planned), ...leave], now),
    );
    const others = outsideOn.get(date) ?? [];
    return shifts.length > 0
      ? dayOf(date, shifts, others, plan.siteClock)
      : dayWithout(date, others, plan.siteClock);
  });
}

/** A day whose punches were deleted by their age: it says nothing. */
export const unknownDay = (date: string): WorkDay => ({
  date,
  status: 'unknown',
  shifts: [],
  ...sumOf([]),
  cameAt: undefined,
  leftAt: undefined,
  reasons: [reason('deleted', 'attendance of this day is deleted by its age')],
});

const freeBy = ({ part, kind }: KeptLeave): FreeTime => ({ why: 'leave', part, name: kind });

function grouped<T>(entries: readonly (readonly [string, T])[]): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const [key, value] of entries) {
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}

function dayOf(
  date: string,
  shifts: readonly JudgedShift[],
  outside: readonly Punch[],
  clock: ZoneClock,
): WorkDay {
  const status = combined(shifts.map((each) => each.status));
  return {
    date,
    /* Who was seen was not absent: the punches lie outside of the windows, and somebody has to say to what they belong. */
    status: status === 'absent' && outside.length > 0 ? 'incomplete' : status,
    shifts,
    ...sumOf(shifts),
    cameAt: shifts.find(({ cameAt }) => cameAt !== undefined)?.cameAt,
    leftAt: shifts.findLast(({ leftAt }) => leftAt !== undefined)?.leftAt,
    reasons: [
      ...shifts.flatMap(({ reasons }) => reasons),
      ...outside.map(({ minute }) => reason('outside', `${clock.timeAt(minute)} belongs to no shift`)),
    ],
  };
}

const attended: readonly WorkDayStatus[] = ['present', 'half_day'];
/* Of several shifts of a day, what needs somebody's eye first. */
const first: readonly WorkDayStatus[] = ['open', 'incomplete'];
const last: readonly WorkDayStatus[] = ['absent', 'leave', 'holiday'];

/** Returns the status of a day with several shifts: half a day if somebody came to some of them only. */
function combined(all: readonly WorkDayStatus[]): WorkDayStatus {
  if (all.length === 1) return all[0]!;
  const urgent = first.find((status) => all.includes(status));
  if (urgent) return urgent;
  const came = all.filter((status) => attended.includes(status));
  if (came.length === 0) return last.find((status) => all.includes(status))!;
  return all.includes('absent') || came.every((status) => status === 'half_day') ? 'half_day' : 'present';
}

/** Without a shift, punches say only that somebody was there, from the first to the last. */
function dayWithout(date: string, punches: readonly Punch[], clock: ZoneClock): WorkDay {
  const [cameAt, leftAt] = [punches[0]?.minute, punches.at(-1)?.minute];
  const none = sumOf([]);
  if (cameAt === undefined || leftAt === undefined)
    return {
      date,
      status: 'off',
      shifts: [],
      ...none,
      cameAt,
      leftAt,
      reasons: [reason('off', 'no shift is planned')],
    };
  const times =
    cameAt === leftAt
      ? `seen at ${clock.timeAt(cameAt)}`
      : `seen from ${clock.timeAt(cameAt)} to ${clock.timeAt(leftAt)}`;
  return {
    date,
    status: 'unplanned',
    shifts: [],
    ...none,
    extra_min: leftAt - cameAt,
    cameAt,
    leftAt: cameAt === leftAt ? undefined : leftAt,
    reasons: [reason('unplanned', `no shift is planned: ${times}`)],
  };
}
