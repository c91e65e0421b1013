import { attendanceReportContract, mobileContract } from '@argus/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  admin,
  type AttendanceReplica,
  principal,
  startAttendance,
} from '../../testing/attendance-fixture.js';
import { WorkingTimeClient } from '../../testing/working-time.js';
import { ShiftRates } from './shift-rates.service.js';

let replica: AttendanceReplica;
let client: WorkingTimeClient;
beforeAll(async () => {
  replica = await startAttendance({ people: [11, 12] });
  client = new WorkingTimeClient(replica);
});
afterAll(() => replica.stop());

describe('rates by shifts', () => {
  it('only days with a shift count that neither a holiday nor leave made free, in the rate, the report and the profile', async () => {
    const calendar = await client.calendar([{ date: '2026-03-17', name: 'Feast', part: 'day' }]);
    const { id } = await client.shift({ holiday_calendar: calendar.id });
    await client.assign('P11', [id]);
    await client.punch('P11', '2026-03-16T09:00:00Z', '2026-03-16T17:00:00Z', '2026-03-18T09:00:00Z');
    await client.punch('P12', '2026-03-16T09:00:00Z');
    const rates = await replica.get(ShiftRates).of([11, 12], '2026-03-14', '2026-03-20');
    /* Of Monday to Friday one is a holiday; of the others one was attended, and one lacks a punch. */
    expect([...rates]).toEqual([[11, { workingDays: 4, attendedDays: 2 }]]);

    const query = {
      format: 'json',
      period: 'weekly',
      date_from: '2026-03-14',
      date_to: '2026-03-20',
    } as never;
    const answer = await replica.call(attendanceReportContract.operations.report, { query, body: {} }, admin);
    const report = JSON.parse(Buffer.from(answer.bytes).toString()) as Record<string, unknown>;
    /* The other one attended the first of five days. */
    expect(report).toMatchObject({ attendance_rate: 0.33, calendar: 'shifts_or_monday_to_friday' });

    const profile = await replica.call(
      mobileContract.operations.profile,
      { query: {} },
      principal(11, 'student', 'P11'),
    );
    expect(profile.attendance_rate_basis).toMatchObject({ calendar: 'shifts', attended_days: 0 });
    const other = await replica.call(
      mobileContract.operations.profile,
      { query: {} },
      principal(12, 'student', 'P12'),
    );
    expect(other.attendance_rate_basis).toMatchObject({ calendar: 'monday_to_friday' });
  });
});
