import { attendanceContract, Instant, type LogQuery, type SummaryQuery } from '@argus/contracts';
import { Site } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PersonDirectory } from '../people/person-directory.service.js';
import { admin, type AttendanceReplica, startAttendance } from '../testing/attendance-fixture.js';
import { AttendanceRecorder } from './attendance-recorder.service.js';

const { logs, summary } = attendanceContract.operations;

/* One row at each moment. 2026-03-29 has 23 hours in Berlin, 2026-10-25 has 25. */
const moments = [
  '2011-12-30T09:59:59Z',
  '2011-12-30T10:00:00Z',
  '2026-03-28T18:29:59Z',
  '2026-03-28T18:30:00Z',
  '2026-03-29T00:30:00Z',
  '2026-03-29T01:30:00Z',
  '2026-03-29T21:59:59Z',
  '2026-03-29T22:00:00Z',
  '2026-10-25T00:30:00Z',
  '2026-10-25T01:30:00Z',
];

let site: Site;
let utc: AttendanceReplica;
let india: AttendanceReplica;

beforeAll(async () => {
  site = await Site.create();
  utc = await startAttendance({ site });
  india = await startAttendance({ site, settings: { SITE_TIME_ZONE: 'Asia/Kolkata' } });
  utc.identity.add(10, 'FAC010', { department: 'Physics' });
  const person = (await utc.get(PersonDirectory).findByIds([10])).get(10)!;
  const requester = { accountId: 1, username: 'ADM001', keyId: null, requestId: 'r' };
  const sighting = { person, cameraId: 'CAM1', location: null, confidence: 0.9 };
  for (const text of moments)
    await utc.database.transaction((tx) =>
      utc
        .get(AttendanceRecorder)
        .record(
          tx,
          { method: 'face' as const, occurredAt: Instant.parse(text)!, verificationSeconds: 0, requester },
          [{ ...sighting, cameraId: text }],
        ),
    );
});

afterAll(async () => {
  await Promise.all([utc, india].map((replica) => replica.stop()));
  await site.remove();
});

const list = async (replica: AttendanceReplica, query: Partial<LogQuery>): Promise<string[]> => {
  const { results } = await replica.call(logs, { query: { page: 1, page_size: 100, ...query } }, admin);
  return results.map(({ timestamp }) => timestamp).reverse();
};
const onDay = (replica: AttendanceReplica, day: string, time_zone?: string): Promise<string[]> =>
  list(replica, { date_from: day, date_to: day, ...(time_zone && { time_zone }) });
const sumUp = (replica: AttendanceReplica, query: Partial<SummaryQuery>) =>
  replica.call(summary, { query: { period: 'daily', ...query } }, admin);

describe('days of the site', () => {
  it('attendance is on the day of the site, and the time zone of a query goes before it', async () => {
    expect(await onDay(utc, '2026-03-28')).toEqual(moments.slice(2, 4));
    expect(await onDay(india, '2026-03-28')).toEqual(moments.slice(2, 3));
    expect(await onDay(india, '2026-03-29')).toEqual(moments.slice(3, 6));
    expect(await onDay(india, '2026-03-28', 'UTC')).toEqual(moments.slice(2, 4));
    expect(await onDay(utc, '2026-03-28', 'Asia/Kolkata')).toEqual(moments.slice(2, 3));
  });

  it('a day of 23 hours ends where it ends, and a day that the zone skipped is empty', async () => {
    expect(await onDay(utc, '2026-03-29', 'Europe/Berlin')).toEqual(moments.slice(4, 7));
    expect(await onDay(utc, '2011-12-29', 'Pacific/Apia')).toEqual(moments.slice(0, 1));
    expect(await onDay(utc, '2011-12-30', 'Pacific/Apia')).toEqual([]);
    expect(await onDay(utc, '2011-12-31', 'Pacific/Apia')).toEqual(moments.slice(1, 2));
  });

  it('the summary counts by days and hours of the site', async () => {
    const day = { date_from: '2026-03-29', date_to: '2026-03-29' };
    expect(await sumUp(india, day)).toMatchObject({
      date: '2026-03-29',
      time_zone: 'Asia/Kolkata',
      total_attendances: 3,
      hourly_distribution: { '00:00': 1, '06:00': 1, '07:00': 1 },
    });
    expect(await sumUp(utc, { ...day, time_zone: 'Europe/Berlin' })).toMatchObject({
      total_attendances: 3,
      hourly_distribution: { '01:00': 1, '03:00': 1, '23:00': 1 },
    });
    /* Clocks show this hour twice. */
    const autumn = { date_from: '2026-10-25', date_to: '2026-10-25', time_zone: 'Europe/Berlin' };
    expect((await sumUp(utc, autumn)).hourly_distribution).toEqual({ '02:00': 2 });
    const all = { date_from: '0001-01-01', date_to: '9999-12-31', time_zone: 'Pacific/Auckland' };
    expect((await sumUp(utc, all)).total_attendances).toBe(moments.length);
  });

  it('the summary of a site is for its today, and a start after today alone is no contradiction', async () => {
    for (const time_zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
      const today = (await sumUp(utc, { time_zone })).date;
      expect(today).toBe(new Date().toLocaleDateString('sv', { timeZone: time_zone }));
    }
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    expect(await sumUp(utc, { date_from: tomorrow })).toMatchObject({ date: tomorrow, total_attendances: 0 });
    expect(await sumUp(utc, { date_from: '9999-12-31' })).toMatchObject({ date: '9999-12-31' });
  });
});
