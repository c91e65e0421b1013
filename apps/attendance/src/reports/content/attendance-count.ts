import { plusDays } from '@argus/calendar';
import { rateCalendar, workingDaysBetween } from '../../mobile/attendance-rate.js';
import type { ShiftRate } from '../../working-time/rates/shift-rates.service.js';
import type {
  RateCalendar,
  ReportContent,
  ReportedDepartment,
  ReportedPerson,
  ReportScope,
} from './report-content.js';

/** A person of the directory. */
export interface CountedPerson {
  readonly id: number;
  readonly employeeId: string;
  readonly name: string;
  /** As most of its people write it. */
  readonly department: string;
  /** Day of the first attendance ever, YYYY-MM-DD; null if there is none until the last day of the report. */
  readonly since: string | null;
}

interface Tally {
  /** From Monday to Friday. */
  attendedDays: number;
  days: number;
  arrivalMinutes: number;
  /** By shifts, for who had any. */
  shifts?: { workingDays: number; attendedDays: number };
}

/** Counts attended days person by person and day by day, and makes the content of a report of them. */
export class AttendanceCount {
  private readonly tallies = new Map<number, Tally>();
  private readonly present = new Map<string, number>();
  private readonly working: readonly string[];
  private readonly workingSet: ReadonlySet<string>;
  /** Last day that counts. */
  private readonly end: string;

  constructor(
    private readonly scope: ReportScope,
    private readonly people: readonly CountedPerson[],
  ) {
    this.end = scope.last < scope.today ? scope.last : scope.today;
    this.working = workingDaysBetween(scope.first, this.end);
    this.workingSet = new Set(this.working);
    for (const { id } of people) this.tallies.set(id, { attendedDays: 0, days: 0, arrivalMinutes: 0 });
  }

  /** Takes one day of one person; each such pair comes once. `minutes` is the time of arrival since midnight. */
  add(personId: number, day: string, minutes: number): void {
    const tally = this.tallies.get(personId);
    if (!tally) return;
    tally.days++;
    tally.arrivalMinutes += minutes;
    if (this.workingSet.has(day)) tally.attendedDays++;
    this.present.set(day, (this.present.get(day) ?? 0) + 1);
  }

  /** Takes what a person's shifts of some days come to. Then these count, not the days from Monday to Friday. */
  addShifts(personId: number, { workingDays, attendedDays }: ShiftRate): void {
    const tally = this.tallies.get(personId);
    if (!tally) return;
    tally.shifts ??= { workingDays: 0, attendedDays: 0 };
    tally.shifts.workingDays += workingDays;
    tally.shifts.attendedDays += attendedDays;
  }

  content(): ReportContent {
    const people = this.people.map((person) => this.reported(person));
    const departments = [...Map.groupBy(people, ({ department }) => department)].map(([name, members]) =>
      this.department(name, members),
    );
    const { today: _, ...scope } = this.scope;
    return {
      scope,
      calendar: this.calendar(),
      workingDays: this.working.length,
      totalPeople: people.length,
      neverAttended: this.people.filter(({ since }) => since === null).length,
      rate: rateOf(people),
      averagePresent: this.averagePresent(people),
      departments: departments.sort((one, other) => compare(one.name, other.name)),
      days: this.daysOfRange(),
      people: people.sort(
        (one, other) =>
          compare(one.department, other.department) || compare(one.employeeId, other.employeeId),
      ),
    };
  }

  private reported({ id, since, ...person }: CountedPerson): ReportedPerson {
    const { attendedDays: presentDays, days, arrivalMinutes, shifts } = this.tallies.get(id)!;
    const { workingDays, attendedDays } = shifts ?? {
      workingDays: since === null ? 0 : this.workingDaysSince(since),
      attendedDays: presentDays,
    };
    const { employeeId, name, department } = person;
    return {
      employeeId,
      name,
      department,
      workingDays,
      attendedDays,
      presentDays,
      rate: workingDays === 0 ? null : share(attendedDays, workingDays),
      arrival: days === 0 ? null : clock(Math.round(arrivalMinutes / days)),
    };
  }

  private calendar(): RateCalendar {
    const withShifts = [...this.tallies.values()].filter(({ shifts }) => shifts).length;
    if (withShifts === 0) return rateCalendar;
    return withShifts === this.people.length ? 'shifts' : 'shifts_or_monday_to_friday';
  }

  private workingDaysSince(since: string): number {
    const before = this.working.findIndex((day) => day >= since);
    return before === -1 ? 0 : this.working.length - before;
  }

  private department(name: string, members: readonly ReportedPerson[]): ReportedDepartment {
    return {
      name,
      people: members.length,
      rate: rateOf(members),
      averagePresent: this.averagePresent(members),
    };
  }

  private averagePresent(people: readonly ReportedPerson[]): number | null {
    if (this.working.length === 0) return null;
    return Math.round((sumOf(people, 'presentDays') / this.working.length) * 10) / 10;
  }

  private daysOfRange(): ReportContent['days'] {
    const days: { day: string; present: number; isWorkingDay: boolean }[] = [];
    for (let day = this.scope.first; day <= this.end; day = plusDays(day, 1))
      days.push({ day, present: this.present.get(day) ?? 0, isWorkingDay: this.workingSet.has(day) });
    return days;
  }
}

const sumOf = (
  people: readonly ReportedPerson[],
  key: 'attendedDays' | 'presentDays' | 'workingDays',
): number => people.reduce((sum, person) => sum + person[key], 0);

function rateOf(people: readonly ReportedPerson[]): number | null {
  const workingDays = sumOf(people, 'workingDays');
  return workingDays === 0 ? null : share(sumOf(people, 'attendedDays'), workingDays);
}

const share = (part: number, whole: number): number => Math.round((part / whole) * 100) / 100;

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/* By code points: the same on every machine, whatever its language. */
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
