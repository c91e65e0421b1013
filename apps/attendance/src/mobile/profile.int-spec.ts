import { dateIn, plusDays, startOfDay, weekdayOf } from '@argus/calendar';
import { Instant, mobileContract, weekdays } from '@argus/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AttendanceReplica, principal, startAttendance } from '../testing/attendance-fixture.js';

const zone = 'Europe/Berlin';
const today = dateIn(zone, Instant.now());

let replica: AttendanceReplica;
beforeAll(async () => {
  replica = await startAttendance({ settings: { SITE_TIME_ZONE: zone } });
  for (const id of [10, 11, 12]) replica.identity.add(id, `STU0${id}`, { face_enrolled: id === 10 });
});
afterAll(async () => {
  await replica.stop();
});

const profileOf = (id: number, time_zone?: string) =>
  replica.call(
    mobileContract.operations.profile,
    { query: { ...(time_zone && { time_zone }) } },
    principal(id, 'student'),
  );
const attend = async (person: number, day: string, minutes: number): Promise<void> => {
  await replica.database.query(
    `INSERT INTO person (account_id, employee_id, name, role, is_active, revision) VALUES ($1, $2, '', 'student', true, 1)
     ON CONFLICT DO NOTHING`,
    [person, `STU0${person}`],
  );
  await replica.database.query(
    `INSERT INTO attendance_log (person_id, occurred_at, method, reason) VALUES ($1, $2, 'manual', 'test')`,
    [person, Instant.ofMs(startOfDay(zone, day).ms + minutes * 60_000)],
  );
};

describe('the profile of a person', () => {
  it('who never attended has no rate, and no time is invented', async () => {
    expect(await profileOf(12)).toEqual({
      employee_id: 'STU012',
      name: 'Jane STU012',
      department: 'Computer Science',
      face_enrolled: false,
      today_attendance: null,
      this_week_days: 0,
      attendance_rate: null,
      attendance_rate_basis: null,
      time_zone: zone,
    });
  });

  it('the first attendance of today, the days of this week and the rate of thirty days follow from the log', async () => {
    /* Every other day since long before the thirty days, at 09:05 and 17:00. */
    for (let back = 0; back <= 60; back += 2) {
      await attend(10, plusDays(today, -back), 17 * 60);
      await attend(10, plusDays(today, -back), 9 * 60 + 5);
    }
    const days = Array.from({ length: 30 }, (_, index) => plusDays(today, -index - 1));
    const working = days.filter((day) => !['saturday', 'sunday'].includes(weekdayOf(day)));
    const attended = working.filter((day) => days.indexOf(day) % 2 === 1);
    const profile = await profileOf(10);
    expect(profile).toMatchObject({ face_enrolled: true, today_attendance: '09:05' });
    expect(profile.attendance_rate_basis).toEqual({
      calendar: 'monday_to_friday',
      date_from: plusDays(today, -30),
      date_to: plusDays(today, -1),
      working_days: working.length,
      attended_days: attended.length,
    });
    expect(profile.attendance_rate).toBeCloseTo(attended.length / working.length, 2);
    const sinceMonday = weekdays.indexOf(weekdayOf(today));
    expect(profile.this_week_days).toBe(Math.floor(sinceMonday / 2) + 1);
  });

  it('who came first a few days ago is not measured by the days before', async () => {
    await attend(11, plusDays(today, -8), 8 * 60);
    expect((await profileOf(11)).attendance_rate_basis).toMatchObject({ date_from: plusDays(today, -8) });
  });

  it('times and days are those of the zone that is asked for', async () => {
    const there = await profileOf(10, 'Asia/Tokyo');
    expect(there.time_zone).toBe('Asia/Tokyo');
    expect(there.today_attendance).not.toBe('09:05');
  });
});
