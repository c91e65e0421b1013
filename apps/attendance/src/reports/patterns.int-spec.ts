import { dateIn, plusDays, startOfDay, weekdayOf } from '@argus/calendar';
import { Instant, type PatternsQuery, reportContract, weekdays } from '@argus/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { admin, type AttendanceReplica, startAttendance } from '../testing/attendance-fixture.js';

const zone = 'Europe/Berlin';
const people = [10, 11, 12, 13];
const yesterday = plusDays(dateIn(zone, Instant.now()), -1);

let replica: AttendanceReplica;
beforeAll(async () => {
  replica = await startAttendance({ people, settings: { SITE_TIME_ZONE: zone } });
});
afterAll(async () => {
  await replica.stop();
});

const ask = (query: Partial<PatternsQuery> = {}) =>
  replica.call(reportContract.operations.patterns, { query: { hemisphere: 'north', ...query } }, admin);

describe('the patterns of attendance', () => {
  it('without attendance nothing is told, and nothing is invented', async () => {
    expect(await ask()).toEqual({
      daily_patterns: Object.fromEntries(
        weekdays.map((weekday) => [weekday, { avg_attendance: null, peak_hour: null }]),
      ),
      seasonal_trends: { spring: null, summer: null, fall: null, winter: null },
      seasons: 'meteorological',
      predictions: {
        next_week_attendance: null,
        confidence: null,
        at_least: null,
        at_most: null,
        tried_weeks: 0,
      },
      date_from: null,
      date_to: yesterday,
      time_zone: zone,
    });
  });

  it('weekdays, peaks, seasons and the coming week follow from the log, in the hours of the zone', async () => {
    /* For 30 weeks: all four at half past eight from Monday to Friday, one of them twice; one on Saturdays at noon. Today counts for nothing. */
    await replica.call(reportContract.operations.patterns, { query: { hemisphere: 'north' } }, admin);
    const rows: { person: number; at: string }[] = [];
    const see = (person: number, day: string, minutes: number) =>
      rows.push({ person, at: Instant.ofMs(startOfDay(zone, day).ms + minutes * 60_000).toString() });
    for (let back = -1; back < 210; back++) {
      const day = plusDays(yesterday, -back);
      const weekday = weekdayOf(day);
      if (weekday === 'sunday') continue;
      /* Days of 23 or 25 hours are Sundays. */
      if (weekday === 'saturday') see(10, day, 12 * 60);
      else for (const person of [...people, 13]) see(person, day, 8 * 60 + 30);
    }
    await replica.database.query(
      `INSERT INTO person (account_id, employee_id, name, role, is_active, revision)
       SELECT id, 'P' || id, '', 'student', true, 1 FROM unnest($1::int[]) id ON CONFLICT DO NOTHING`,
      [people],
    );
    await replica.database.query(
      `INSERT INTO attendance_log (person_id, occurred_at, method, reason)
       SELECT * , 'manual', 'test' FROM unnest($1::int[], $2::timestamptz[])`,
      [rows.map(({ person }) => person), rows.map(({ at }) => at)],
    );
    const told = await ask();
    expect(told.daily_patterns).toMatchObject({
      monday: { avg_attendance: 4, peak_hour: '08:00' },
      friday: { avg_attendance: 4, peak_hour: '08:00' },
      saturday: { avg_attendance: 1, peak_hour: '12:00' },
      sunday: { avg_attendance: 0, peak_hour: null },
    });
    expect(told.predictions).toEqual({
      next_week_attendance: 21,
      confidence: 1,
      at_least: 21,
      at_most: 21,
      tried_weeks: 8,
    });
    const seasons = Object.values(told.seasonal_trends).filter((share): share is number => share !== null);
    expect(seasons.length).toBeGreaterThan(1);
    for (const share of seasons) expect(share).toBeCloseTo(21 / 6 / 4, 1);
    const south = await ask({ hemisphere: 'south' });
    expect([south.seasonal_trends.spring, south.seasonal_trends.summer]).toEqual([
      told.seasonal_trends.fall,
      told.seasonal_trends.winter,
    ]);
    expect((await ask({ time_zone: 'America/New_York' })).daily_patterns.monday.peak_hour).toMatch(
      /^0[23]:00$/,
    );
  });

  it('a coming day on which every calendar is free is told like the last holidays; one that a single site has off is not', async () => {
    const coming = Array.from({ length: 7 }, (_, index) => plusDays(yesterday, index + 1));
    const monday = coming.find((day) => weekdayOf(day) === 'monday')!;
    const keep = (name: string, day: string, part = 'day') =>
      replica.database.query(
        'INSERT INTO holiday_calendar (id, name, holidays) VALUES (gen_random_uuid(), $1, $2)',
        [name, JSON.stringify([{ date: day, name: 'Feast', part }])],
      );
    await keep('one', monday);
    expect((await ask()).predictions.next_week_attendance).toBe(17);
    await keep('another', monday, 'first_half');
    expect((await ask()).predictions.next_week_attendance).toBe(21);
  });
});
