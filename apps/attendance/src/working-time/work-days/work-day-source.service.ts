import { dateIn, endOfDay, plusDays, startOfDay } from '@argus/calendar';
import { Instant, OFF } from '@argus/contracts';
import { type PlatformSettings, platformSettings } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { setImmediate } from 'node:timers/promises';
import { attendanceSettings, type AttendanceSettings } from '../../attendance.settings.js';
import { CorrectionStore } from '../corrections/correction.store.js';
import { MARGIN_DAYS, ShiftPlan } from '../engine/shift-plan.js';
import { unknownDay, type WorkDay, workDays } from '../engine/work-day.js';
import { HolidayCalendarStore } from '../holiday-calendars/holiday-calendar.store.js';
import { LeaveStore } from '../leave/leave.store.js';
import { AssignmentStore, type PersonsAssignment } from '../shift-plans/shift-assignment.store.js';
import { ShiftStore } from '../shift-plans/shift.store.js';
import { keptShift } from '../shift-plans/shift.view.js';
import { PunchStore } from './punch.store.js';

const MS_PER_MINUTE = 60_000;
/* Derived at once: other requests wait for some milliseconds, not for all. */
const PEOPLE_PER_TURN = 100;

/** Derives days of many people by few queries. */
@Injectable()
export class WorkDaySource {
  constructor(
    private readonly assignments: AssignmentStore,
    private readonly shifts: ShiftStore,
    private readonly calendars: HolidayCalendarStore,
    private readonly leave: LeaveStore,
    private readonly punches: PunchStore,
    private readonly corrections: CorrectionStore,
    @Inject(platformSettings.token) private readonly settings: PlatformSettings,
    @Inject(attendanceSettings.token) private readonly attendance: AttendanceSettings,
  ) {}

  /**
   * Returns the days of people by person, in order.
   * @param first and last: included
   */
  async days(
    personIds: readonly number[],
    first: string,
    last: string,
    now = Instant.now(),
  ): Promise<ReadonlyMap<number, readonly WorkDay[]>> {
    const [from, until] = [
      startOfDay('UTC', plusDays(first, -MARGIN_DAYS - 1)),
      endOfDay('UTC', plusDays(last, MARGIN_DAYS + 1)),
    ];
    const [assignments, leave, punches, corrections] = await Promise.all([
      this.assignments.during(personIds, plusDays(first, -MARGIN_DAYS), plusDays(last, MARGIN_DAYS)),
      this.leave.during(personIds, first, last),
      this.punches.during(personIds, from, until),
      this.corrections.approved(personIds, from, until),
    ]);
    const plan = await this.planOf(assignments, first, last);
    const dates = plan.dates.slice(MARGIN_DAYS, -MARGIN_DAYS);
    const assigned = Map.groupBy(assignments, ({ personId }) => personId);
    const away = Map.groupBy(leave, ({ personId }) => personId);
    const since = this.knownSince(now);
    const days = new Map<number, readonly WorkDay[]>();
    for (const [at, id] of personIds.entries()) {
      if (at % PEOPLE_PER_TURN === PEOPLE_PER_TURN - 1) await setImmediate();
      const known = {
        assignments: assigned.get(id) ?? [],
        leave: away.get(id) ?? [],
        punches: [...(punches.get(id) ?? []), ...(corrections.get(id) ?? [])],
      };
      const derived = workDays(known, plan, dates, Math.floor(now.ms / MS_PER_MINUTE));
      days.set(
        id,
        derived.map((day) => (day.date < since ? unknownDay(day.date) : day)),
      );
    }
    return days;
  }

  /** Returns the first day of which no punch is deleted by its age. */
  private knownSince(now: Instant): string {
    const keptDays = this.attendance.ATTENDANCE_LOG_RETENTION_DAYS;
    if (keptDays === undefined) return '';
    /* Zones are a day apart, and a punch may belong to a shift of the day after. */
    return plusDays(dateIn('UTC', now), -keptDays + MARGIN_DAYS);
  }

  private async planOf(
    assignments: readonly PersonsAssignment[],
    first: string,
    last: string,
  ): Promise<ShiftPlan> {
    const ids = new Set(assignments.flatMap(({ shifts }) => shifts.filter((id) => id !== OFF)));
    const shifts = (await this.shifts.findByIds([...ids])).map(keptShift);
    const named = [...assignments, ...shifts].flatMap(({ holiday_calendar }) => holiday_calendar ?? []);
    const calendars = await this.calendars.findByIds([...new Set(named)]);
    return new ShiftPlan({ shifts, calendars }, this.settings.SITE_TIME_ZONE, first, last);
  }
}
