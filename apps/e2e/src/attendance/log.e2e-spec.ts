import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, sharedPlatform } from '@argus/testing';
import { AttendanceClient, type User } from './attendance-client.js';

const { url, admin } = sharedPlatform();
const client = new AttendanceClient(url, admin);
let token: string;
let user: User;

const mark = (employee_id: string, timestamp: string, more = {}) =>
  client.http.post(
    '/api/v1/attendance/mark/',
    { employee_id, timestamp, reason: 'The camera was down', marked_by: admin.email, ...more },
    { token },
  );

beforeAll(async () => {
  ({ access: token } = await client.login());
  user = await client.createUser(token, { department: `Department ${Date.now()}`, role: 'faculty' });
  for (const timestamp of ['2024-03-14T08:15:00Z', '2024-03-15T08:45:00Z', '2024-03-15T17:05:30.500001Z']) {
    const { status, body } = await mark(user.employee_id, timestamp);
    expect([status, body]).toMatchObject([201, { timestamp, method: 'manual', marked_by: 'ADMIN' }]);
  }
});

describe('marking by hand', () => {
  it('manual attendance is refused to everybody but administrators', async () => {
    const { access } = await client.login(user);
    const request = {
      employee_id: user.employee_id,
      timestamp: '2024-03-15T08:45:00Z',
      reason: 'x',
      marked_by: admin.email,
    };
    expect((await client.http.post('/api/v1/attendance/mark/', request, { token: access })).status).toBe(403);
  });

  it('manual attendance is refused for an unknown person and for a time in the future', async () => {
    const unknown = await mark('NOBODY', '2024-03-15T08:45:00Z');
    expect([unknown.status, unknown.body]).toEqual([404, { error: 'User not found' }]);
    const future = await mark(user.employee_id, new Date(Date.now() + 3_600_000).toISOString());
    expect([future.status, Object.keys(future.body as object)]).toEqual([400, ['timestamp']]);
  });

  it('manual attendance requires every documented field', async () => {
    const { status, body } = await client.http.post('/api/v1/attendance/mark/', {}, { token });
    expect(status).toBe(400);
    expect(Object.keys(body as object).sort()).toEqual(['employee_id', 'marked_by', 'reason', 'timestamp']);
  });
});

describe('logs', () => {
  const list = (query: string, as = token) =>
    client.http.get(`/api/v1/attendance/logs/?${query}`, { token: as });

  it('attendance logs are newest first, filtered by person and by inclusive dates', async () => {
    const all = await list(`employee_id=${user.employee_id}`);
    const { results } = all.body as { results: { timestamp: string }[] };
    expect(results.map(({ timestamp }) => timestamp)).toEqual([
      '2024-03-15T17:05:30.500001Z',
      '2024-03-15T08:45:00Z',
      '2024-03-14T08:15:00Z',
    ]);
    const day = await list(`employee_id=${user.employee_id}&date_from=2024-03-15&date_to=2024-03-15`);
    expect(day.body).toMatchObject({ count: 2, next: null, previous: null });
  });

  it('attendance logs come in pages with links', async () => {
    const { body } = await list(`employee_id=${user.employee_id}&page_size=2`);
    const { next, count } = body as { next: string; count: number };
    expect(count).toBe(3);
    const { pathname, search } = new URL(next);
    const second = await client.http.get(pathname + search, { token });
    expect((second.body as { results: unknown[] }).results).toHaveLength(1);
    const beyond = await list(`employee_id=${user.employee_id}&page=9`);
    expect([beyond.status, beyond.body]).toEqual([404, { detail: 'Invalid page.' }]);
  });

  it('attendance logs answer 400 for an invalid date and for a range that ends before it begins', async () => {
    const { status, body } = await list('date_from=2024-02-30');
    expect([status, body]).toEqual([
      400,
      { date_from: ['Date has wrong format. Use one of these formats instead: YYYY-MM-DD.'] },
    ]);
    expect((await list('date_from=2024-03-02&date_to=2024-03-01')).status).toBe(400);
  });

  it('attendance logs show students only their own', async () => {
    const student = await client.createUser(token);
    const { access } = await client.login(student);
    const { body } = await list(`employee_id=${user.employee_id}`, access);
    expect(body).toMatchObject({ count: 0, results: [] });
  });
});

describe('the summary', () => {
  it('attendance summary counts a period by department', async () => {
    const { body: profile } = await client.http.get(`/api/v1/users/${user.id}/`, { token });
    const department = encodeURIComponent((profile as { department: string }).department);
    /* The account's name and department arrive later, by event. */
    const { body } = await eventually(
      () =>
        client.http.get(
          `/api/v1/attendance/summary/?period=weekly&date_from=2024-03-14&date_to=2024-03-15&department=${department}`,
          { token },
        ),
      ({ body: summary }) => (summary as { total_attendances: number }).total_attendances > 0,
    );
    expect(body).toEqual({
      period: 'weekly',
      date: '2024-03-15',
      time_zone: 'UTC',
      total_attendances: 3,
      unique_persons: 1,
      departments: {},
      hourly_distribution: { '08:00': 2, '17:00': 1 },
    });
  });

  it('attendance summary and list refuse an unknown time zone and a parameter that they do not take', async () => {
    for (const path of ['summary', 'logs']) {
      const get = (query: string) => client.http.get(`/api/v1/attendance/${path}/?${query}`, { token });
      expect(await get('time_zone=Europe/Atlantis')).toMatchObject({
        status: 400,
        body: { time_zone: ['A time zone needs its IANA name, e.g. Europe/Berlin.'] },
      });
      expect(await get('tz=Asia/Kolkata')).toMatchObject({
        status: 400,
        headers: { 'x-error-code': 'UNKNOWN_PARAMETER' },
        body: { tz: [expect.stringMatching(/does not take it\. It takes .*time_zone/)] },
      });
      expect((await get('time_zone=Asia/Kolkata&_=1700000000000')).status).toBe(200);
    }
  });
});
