import { dayNumber, plusDays } from '@argus/calendar';
import { type AssignmentRules, type HolidayRules, OFF, weekdays } from '@argus/contracts';
import type { FreeTime } from './free-time.js';
import { type KeptShift, type PlannedShift, plannedShift } from './planned-shift.js';
import { ZoneClock } from './zone-clock.js';

/** Shifts assigned to a person for a time. */
export type KeptAssignment = Pick<
  AssignmentRules,
  'shifts' | 'turn' | 'date_from' | 'date_to' | 'holiday_calendar'
> & { readonly id: string };

/** A calendar of holidays as it is kept. */
export interface KeptCalendar {
  readonly id: string;
  readonly holidays: readonly HolidayRules[];
}

const DAY = 1440;
/** Days around the asked ones whose shifts may claim punches of these. */
export const MARGIN_DAYS = 2;

/** All that is planned in a range of dates, for many people: what their shifts share is made once. */
export class ShiftPlan {
  /** With the margin. */
  readonly dates: readonly string[];
  readonly siteClock: ZoneClock;
  private readonly numbers: Map<string, number>;
  private readonly shifts: ReadonlyMap<string, KeptShift>;
  private readonly holidays: ReadonlyMap<string, ReadonlyMap<string, readonly FreeTime[]>>;
  private readonly clocks = new Map<string, ZoneClock>();
  private readonly planned = new Map<string, PlannedShift>();

  /** @param last included */
  constructor(
    kept: { readonly shifts: readonly KeptShift[]; readonly calendars: readonly KeptCalendar[] },
    siteZone: string,
    first: string,
    last: string,
  ) {
    const from = dayNumber(first) - MARGIN_DAYS;
    const length = dayNumber(last) + MARGIN_DAYS + 1 - from;
    this.dates = Array.from({ length }, (_, at) => plusDays(first, at - MARGIN_DAYS));
    this.numbers = new Map(this.dates.map((date, at) => [date, from + at]));
    this.shifts = new Map(kept.shifts.map((shift) => [shift.id, shift]));
    this.holidays = new Map(kept.calendars.map(({ id, holidays }) => [id, byDate(holidays)]));
    this.siteClock = this.clockOf(siteZone);
  }

  /** Returns the shift that an assignment has on a date. */
  shiftOn(assignment: KeptAssignment, date: string): PlannedShift | undefined {
    if (date < assignment.date_from || (assignment.date_to != null && date > assignment.date_to))
      return undefined;
    const id = this.idOn(assignment, this.numberOf(date));
    const shift = id === OFF ? undefined : this.shifts.get(id);
    return shift && this.plannedOn(shift, date);
  }

  /** Returns what is free of a shift on its date by the calendar of the assignment, else by that of the shift. */
  holidaysOf({ holiday_calendar }: KeptAssignment, { shift, date }: PlannedShift): readonly FreeTime[] {
    const calendar = holiday_calendar ?? shift.holiday_calendar;
    return (calendar == null ? undefined : this.holidays.get(calendar)?.get(date)) ?? [];
  }

  private plannedOn(shift: KeptShift, date: string): PlannedShift | undefined {
    if (!shift.days.includes(weekdays[weekdayNumber(this.numberOf(date))]!)) return undefined;
    const key = `${shift.id} ${date}`;
    let planned = this.planned.get(key);
    if (!planned) {
      planned = plannedShift(shift, date, this.clockOf(shift.time_zone));
      this.planned.set(key, planned);
    }
    return planned;
  }

  /** Returns the id of the shift whose turn it is on a day. Weeks turn on Mondays. */
  private idOn({ shifts, turn, date_from }: KeptAssignment, day: number): string {
    if (shifts.length === 1) return shifts[0]!;
    const first = this.numberOf(date_from);
    const turns = turn === 'day' ? day - first : weekNumber(day) - weekNumber(first);
    return shifts[turns % shifts.length]!;
  }

  /** Kept, since many people have shifts from the same date on. */
  private numberOf(date: string): number {
    let number = this.numbers.get(date);
    if (number === undefined) this.numbers.set(date, (number = dayNumber(date)));
    return number;
  }

  private clockOf(timeZone: string): ZoneClock {
    let clock = this.clocks.get(timeZone);
    if (!clock) {
      const [first, last] = [this.dates[0]!, this.dates.at(-1)!];
      /* Zones are a day apart at most. */
      const range = { from: (dayNumber(first) - 1) * DAY, to: (dayNumber(last) + 3) * DAY };
      clock = new ZoneClock(timeZone, range);
      this.clocks.set(timeZone, clock);
    }
    return clock;
  }
}

/* 1970 began on a Thursday. */
const weekdayNumber = (day: number): number => (((day + 3) % 7) + 7) % 7;
const weekNumber = (day: number): number => Math.floor((day + 3) / 7);

function byDate(holidays: readonly HolidayRules[]): ReadonlyMap<string, readonly FreeTime[]> {
  const dates = new Map<string, FreeTime[]>();
  for (const { date, name, part } of holidays)
    dates.set(date, [...(dates.get(date) ?? []), { why: 'holiday', part, name }]);
  return dates;
}
