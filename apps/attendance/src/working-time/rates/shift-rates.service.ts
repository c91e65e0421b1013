import type { WorkDayStatus } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import type { WorkDay } from '../engine/work-day.js';
import { AssignmentStore } from '../shift-plans/shift-assignment.store.js';
import { WorkDaySource } from '../work-days/work-day-source.service.js';

/** On how many days somebody was to work, and on how many of these they were there. */
export interface ShiftRate {
  readonly workingDays: number;
  readonly attendedDays: number;
}

/* Their days and punches are in memory at once. */
const PEOPLE_AT_ONCE = 500;
const attended: readonly WorkDayStatus[] = ['present', 'half_day', 'incomplete'];
const counted: readonly WorkDayStatus[] = [...attended, 'absent'];

/** Rates of attendance by the shifts, holidays and leave of each person. */
@Injectable()
export class ShiftRates {
  constructor(
    private readonly assignments: AssignmentStore,
    private readonly source: WorkDaySource,
  ) {}

  /**
   * Returns the rates of those who had shifts; the others are not in it. Days that are free or not over count for nothing.
   * @param first and last: included; two months at most
   */
  async of(
    personIds: readonly number[],
    first: string,
    last: string,
  ): Promise<ReadonlyMap<number, ShiftRate>> {
    const assignments = await this.assignments.during(personIds, first, last);
    const ids = [...new Set(assignments.map(({ personId }) => personId))];
    const rates = new Map<number, ShiftRate>();
    for (let at = 0; at < ids.length; at += PEOPLE_AT_ONCE) {
      const days = await this.source.days(ids.slice(at, at + PEOPLE_AT_ONCE), first, last);
      for (const [id, each] of days) rates.set(id, rateOf(each));
    }
    return rates;
  }
}

const rateOf = (days: readonly WorkDay[]): ShiftRate => ({
  workingDays: days.filter(({ status }) => counted.includes(status)).length,
  attendedDays: days.filter(({ status }) => attended.includes(status)).length,
});
