import {
  type AssignShifts,
  attendanceContract,
  type HolidayCalendarBody,
  holidayCalendarContract,
  Instant,
  type Principal,
  shiftAssignmentContract,
  shiftContract,
  type ShiftRules,
  workDayContract,
  type WorkDayView,
} from '@argus/contracts';
import { randomUUID } from 'node:crypto';
import { admin, type AttendanceReplica } from './attendance-fixture.js';

/** The acts of working time, for tests of one service. */
export class WorkingTimeClient {
  constructor(private readonly replica: AttendanceReplica) {}

  /** Makes a shift 09:00 to 17:00 UTC on every day from Monday to Friday, with a grace of five minutes. */
  shift(rules: Partial<ShiftRules> = {}) {
    const body = {
      name: `Shift ${randomUUID()}`,
      parts: [{ starts: '09:00', ends: '17:00' }],
      late_grace_min: 5,
      ...rules,
    };
    return this.replica.call(shiftContract.operations.create, { body: body as ShiftRules }, admin);
  }

  calendar(holidays: HolidayCalendarBody['holidays']) {
    const body = { name: `Calendar ${randomUUID()}`, holidays };
    return this.replica.call(holidayCalendarContract.operations.create, { body }, admin);
  }

  assign(employee: string, shifts: string[], rules: Partial<AssignShifts> = {}) {
    const body = { employee_ids: [employee], shifts, date_from: '2026-03-01', ...rules };
    return this.replica.call(
      shiftAssignmentContract.operations.create,
      { body: body as AssignShifts },
      admin,
    );
  }

  /** @param time ISO 8601 */
  async punch(employee_id: string, ...times: string[]): Promise<void> {
    for (const time of times) {
      const body = {
        employee_id,
        timestamp: Instant.parse(time)!,
        reason: 'Test',
        marked_by: 'x@example.com',
      };
      await this.replica.call(attendanceContract.operations.mark, { body }, admin);
    }
  }

  async days(
    employee_id: string,
    date_from: string,
    date_to = date_from,
    caller: Principal = admin,
  ): Promise<WorkDayView[]> {
    const query = { page: 1, page_size: 100, date_from, date_to, employee_id };
    return (await this.replica.call(workDayContract.operations.list, { query }, caller)).results;
  }
}
