import { eventually, sharedPlatform } from '@argus/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { AttendanceClient } from './attendance-client.js';

const { url, admin } = sharedPlatform();
const client = new AttendanceClient(url, admin);

interface Day {
  readonly date: string;
  readonly status: string;
  readonly late_min: number;
  readonly reasons: readonly { readonly text: string }[];
}

describe('working time', () => {
  let token: string;
  beforeAll(async () => {
    token = (await client.login()).access;
  });
  const post = (path: string, body: object, as = token) =>
    client.http.post(`/api/v1${path}`, body, { token: as });
  const get = (path: string, as = token) => client.http.get(`/api/v1${path}`, { token: as });
  const idOf = ({ status, body }: { status: number; body: unknown }): string => {
    expect([status, body]).toEqual([201, expect.anything()]);
    return (body as { id: string }).id;
  };
  const shiftBody = (more: object = {}) => ({
    name: `Day ${randomUUID()}`,
    time_zone: 'Asia/Kolkata',
    parts: [{ starts: '09:00', ends: '17:00' }],
    late_grace_min: 5,
    ...more,
  });
  const daysOf = async (employee: string, as = token): Promise<Day[]> => {
    const { status, body } = await get(
      `/work-days/?employee_id=${employee}&date_from=2026-03-16&date_to=2026-03-17`,
      as,
    );
    expect(status).toBe(200);
    return (body as { results: Day[] }).results;
  };

  it('work days: no token is 401, and a student neither makes shifts nor assigns them', async () => {
    expect((await client.http.get('/api/v1/shifts/')).status).toBe(401);
    const { token: student } = await client.createUserWithToken(token, 'student');
    for (const path of ['/shifts/', '/holiday-calendars/', '/shift-assignments/'])
      expect([path, (await post(path, {}, student)).status]).toEqual([path, 403]);
  });

  it('work days: a shift, a holiday and punches make days that say why, to administrators and to the person', async () => {
    const { employee_id, token: own } = await client.createUserWithToken(token, 'student');
    const holidays = [{ date: '2026-03-17', name: 'Founding day' }];
    const calendar = idOf(await post('/holiday-calendars/', { name: randomUUID(), holidays }));
    const shift = idOf(await post('/shifts/', shiftBody({ holiday_calendar: calendar })));
    const assignment = { employee_ids: [employee_id], shifts: [shift], date_from: '2026-03-01' };
    expect((await post('/shift-assignments/', assignment)).status).toBe(201);
    for (const timestamp of ['2026-03-16T03:42:10Z', '2026-03-16T11:30:00Z']) {
      const entry = { employee_id, timestamp, reason: 'Badge', marked_by: 'x@example.com' };
      expect((await post('/attendance/mark/', entry)).status).toBe(201);
    }
    const days = await daysOf(employee_id);
    expect(days).toMatchObject([
      {
        date: '2026-03-16',
        status: 'present',
        late_min: 12,
        reasons: [{ text: 'late 12 min: shift 09:00 + grace 5, came 09:12' }],
      },
      { date: '2026-03-17', status: 'holiday', reasons: [{ text: 'holiday: Founding day' }] },
    ]);
    expect(await daysOf(employee_id, own)).toEqual(days);
    const { employee_id: other } = await client.createUser(token);
    expect(await daysOf(other, own)).toEqual([]);
  });

  it('work days: two shifts of a person at one time are 409 and both are named', async () => {
    const { employee_id } = await client.createUser(token);
    const [one, other] = [shiftBody(), shiftBody({ parts: [{ starts: '16:59', ends: '23:00' }] })];
    const ids = [idOf(await post('/shifts/', one)), idOf(await post('/shifts/', other))];
    const assign = (shift: string) =>
      post('/shift-assignments/', { employee_ids: [employee_id], shifts: [shift], date_from: '2026-03-02' });
    expect((await assign(ids[0]!)).status).toBe(201);
    const { status, body, headers } = await assign(ids[1]!);
    expect([status, headers['x-error-code']]).toEqual([409, 'SHIFTS_OVERLAP']);
    const { error } = body as { error: string };
    for (const word of [employee_id, one.name, other.name, '2026-03-02', '09:00 to 17:00', '16:59 to 23:00'])
      expect(error).toContain(word);
  });

  it('work days: leave of an HR system comes as CSV, and excuses its days', async () => {
    const { employee_id } = await client.createUser(token);
    const shift = idOf(await post('/shifts/', shiftBody()));
    await post('/shift-assignments/', {
      employee_ids: [employee_id],
      shifts: [shift],
      date_from: '2026-03-01',
    });
    const csv = `employee_id;kind;date_from;date_to;reference\n${employee_id};Annual;2026-03-16;2026-03-16;HR-${employee_id}\n`;
    const answer = await fetch(`${url}/api/v1/leave/import/`, {
      method: 'POST',
      body: csv,
      headers: { 'content-type': 'text/csv', authorization: `Bearer ${token}` },
    });
    expect([answer.status, await answer.json()]).toMatchObject([200, { received: 1, created: 1 }]);
    expect((await daysOf(employee_id)).map(({ status }) => status)).toEqual(['leave', 'absent']);
  });

  it('work days: a person asks for a missing punch, and it counts once an administrator approved it', async () => {
    const { employee_id, token: own } = await client.createUserWithToken(token, 'student');
    const shift = idOf(await post('/shifts/', shiftBody()));
    await post('/shift-assignments/', {
      employee_ids: [employee_id],
      shifts: [shift],
      date_from: '2026-03-01',
    });
    const entry = {
      employee_id,
      timestamp: '2026-03-16T03:30:00Z',
      reason: 'Badge',
      marked_by: 'x@example.com',
    };
    await post('/attendance/mark/', entry);
    const asked = await post(
      '/corrections/',
      { timestamp: '2026-03-16T11:30:00Z', reason: 'Forgot to badge' },
      own,
    );
    const id = idOf(asked);
    expect((await post(`/corrections/${id}/decide/`, { decision: 'approve' }, own)).status).toBe(403);
    expect((await daysOf(employee_id))[0]!.status).toBe('incomplete');
    expect((await post(`/corrections/${id}/decide/`, { decision: 'approve' })).status).toBe(200);
    expect((await daysOf(employee_id))[0]!.status).toBe('present');
    expect((await post(`/corrections/${id}/decide/`, { decision: 'reject' })).status).toBe(409);
  });

  it('payroll: a closed period is downloaded as CSV, and what changes afterwards is told as a difference', async () => {
    /* A department and days of this test alone. */
    const department = `Payroll ${randomUUID()}`;
    const { employee_id } = await client.createUser(token, { department });
    const shift = idOf(await post('/shifts/', shiftBody()));
    await post('/shift-assignments/', {
      employee_ids: [employee_id],
      shifts: [shift],
      date_from: '2026-03-01',
    });
    const period = { date_from: '2026-03-16', date_to: '2026-03-17', department };
    const id = idOf(await post('/payroll-exports/', period));
    await eventually(
      async () => JSON.stringify((await get('/security/audit-logs/?action=working_time_changed')).body),
      (rows) => rows.includes(id) && rows.includes('payroll_export'),
    );
    const again = await post('/payroll-exports/', period);
    expect([again.status, (again.body as { error: string }).error]).toEqual([
      409,
      expect.stringContaining(employee_id),
    ]);
    const file = await fetch(`${url}/api/v1/payroll-exports/${id}/file/`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect([file.status, file.headers.get('content-disposition')]).toEqual([
      200,
      expect.stringContaining('payroll-2026-03-16-2026-03-17.csv'),
    ]);
    expect((await file.text()).split('\r\n')[1]).toBe(
      `${employee_id},Ada Lovelace,${department},0,2,960,0,0,0,0,0,0`,
    );
    const leave = { employee_id, kind: 'Sick', date_from: '2026-03-17', date_to: '2026-03-17' };
    expect((await post('/leave/', leave)).status).toBe(201);
    expect((await get(`/payroll-exports/${id}/differences/`)).body).toMatchObject({
      count: 1,
      results: [{ date: '2026-03-17', exported: { status: 'absent' }, now: { status: 'leave' } }],
    });
  });
});
