import { endOfDay, plusDays, startOfDay } from '@argus/calendar';
import { Instant, OFF } from '@argus/contracts';
import { type PlatformSettings, platformSettings } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { setImmediate } from 'node:timers/promises';
import { CorrectionStore } from '../corrections/correction.store.js';
import { MARGIN_DAYS, ShiftPlan } from '../engine/shift-plan.js';
import { type WorkDay, workDays } from '../engine/work-day.js';
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
    const days = new Map<number, readonly WorkDay[]>();
    for (const [at, id] of personIds.entries()) {
      if (at % PEOPLE_PER_TURN === PEOPLE_PER_TURN - 1) await setImmediate();
      const known = {
        assignments: assigned.get(id) ?? [],
        leave: away.get(id) ?? [],
        punches: [...(punches.get(id) ?? []), ...(corrections.get(id) ?? [])],
      };
      days.set(id, workDays(known, plan, dates, Math.floor(now.ms / MS_PER_MINUTE)));
    }
    return days;
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
