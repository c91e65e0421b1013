import { accountChanged, attendanceContract, type LogQuery, type Principal, Instant } from '@argus/contracts';
import { randomUUID } from 'node:crypto';
import { roundTrips } from '@argus/testing/postgres';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { admin, type AttendanceReplica, principal, startAttendance } from '../testing/attendance-fixture.js';
import { quietWebhook } from '../testing/quiet-webhook.js';
import { PersonDirectory } from '../people/person-directory.service.js';
import { AttendanceRecorder } from './attendance-recorder.service.js';

const { logs, summary, mark } = attendanceContract.operations;

let replica: AttendanceReplica;

/** Person, camera and moment of the rows that the tests below expect. */
const history: readonly [id: number, camera: string | null, at: string][] = [
  [10, 'CAM1', '2026-03-01T00:00:00Z'],
  [10, 'CAM2', '2026-03-01T23:59:59.999000Z'],
  [11, 'CAM1', '2026-03-02T08:15:00Z'],
  [12, null, '2026-03-02T08:45:00Z'],
  [11, 'CAM1', '2026-03-03T17:00:00Z'],
  [13, 'CAM2', '2026-03-03T17:30:00Z'],
];

/** STU011 reported themselves; an API key of ADM001 asked for the others. */
const keyId = '6f1c1f5e-6a53-4d5c-9a3d-3a8a9c1d2e3f';
const askedFor = (id: number) =>
  id === 11
    ? { accountId: 11, username: 'STU011', keyId: null, requestId: 'r' }
    : { accountId: 1, username: 'ADM001', keyId, requestId: 'r' };

beforeAll(async () => {
  replica = await startAttendance();
  await quietWebhook(replica.database);
  const { identity } = replica;
  identity.add(10, 'FAC010', { department: 'Physics' });
  identity.add(11, 'STU011', { department: 'Computer Science', role: 'student' });
  identity.add(12, 'STU012', { department: null, role: 'student' });
  identity.add(13, 'STU013', { department: '  ', role: 'student' });
  const people = await replica.get(PersonDirectory).findByIds([10, 11, 12, 13]);
  for (const [id, cameraId, at] of history) {
    const sighting = { person: people.get(id)!, cameraId, location: 'Hall', confidence: 0.9 };
    await replica.database.transaction((tx) =>
      replica.get(AttendanceRecorder).record(
        tx,
        {
          method: 'face' as const,
          occurredAt: Instant.ofMs(Date.parse(at)),
          verificationSeconds: 0.25,
          requester: askedFor(id),
        },
        [sighting],
      ),
    );
  }
});
afterAll(async () => {
  await replica.stop();
});

const list = (query: Partial<LogQuery> = {}, caller: Principal = admin) =>
  replica.call(logs, { query: { page: 1, page_size: 20, ...query } }, caller);
const moments = async (query: Partial<LogQuery>, caller?: Principal): Promise<string[]> =>
  (await list(query, caller)).results.map(({ timestamp }) => timestamp);

describe('the list of attendance', () => {
  it('the attendance list is sorted newest first', async () => {
    const { count, results } = await list();
    expect(count).toBe(history.length);
    expect(results.map(({ timestamp }) => timestamp)).toEqual(
      history.map(([, , at]) => at.replace('.000Z', 'Z')).reverse(),
    );
    expect(results[2]).toEqual({
      id: expect.any(Number),
      employee: { id: 12, employee_id: 'STU012', name: 'Jane STU012', department: null },
      timestamp: '2026-03-02T08:45:00Z',
      camera: { id: null, name: null, location: 'Hall' },
      confidence: 0.9,
      verification_time: 0.25,
      method: 'face',
      direction: null,
      requested_by: 'ADM001',
      api_key: keyId,
      self_reported: false,
      reason: null,
      marked_by: null,
    });
  });

  it('the attendance list takes whole days of the site, first and last included', async () => {
    const day = (date_from?: string, date_to?: string) =>
      moments({ ...(date_from && { date_from }), ...(date_to && { date_to }) });
    expect(await day('2026-03-01', '2026-03-01')).toEqual([
      '2026-03-01T23:59:59.999000Z',
      '2026-03-01T00:00:00Z',
    ]);
    expect(await day('2026-03-03')).toHaveLength(2);
    expect(await day(undefined, '2026-03-02')).toHaveLength(4);
    expect(await day('2026-03-04')).toEqual([]);
    expect(await day('0001-01-01', '9999-12-31')).toHaveLength(history.length);
    await expect(day('2026-03-02', '2026-03-01')).rejects.toMatchObject({ code: 'DATES_REVERSED' });
  });

  it('the attendance list filters by person, camera and department, alone and together, and ignores blank filters', async () => {
    expect(await moments({ employee_id: 'STU011' })).toHaveLength(2);
    expect(await moments({ employee_id: 'NOBODY' })).toEqual([]);
    expect(await moments({ camera_id: 'CAM2' })).toHaveLength(2);
    expect(await moments({ department: 'computer science' })).toHaveLength(2);
    expect(await moments({ department: 'Computer' })).toEqual([]);
    expect(await moments({ camera_id: 'CAM1', department: 'Physics', date_to: '2026-03-01' })).toHaveLength(
      1,
    );
    expect(await moments({ employee_id: '', camera_id: '', department: '' })).toHaveLength(history.length);
    expect(await moments({ employee_id: "' OR 1=1" })).toEqual([]);
  });

  it('the attendance list filters by how a row was made and by who asked for it', async () => {
    const own = history.filter(([id]) => id === 11).length;
    for (const [query, count] of [
      [{ self_reported: true }, own],
      [{ self_reported: false }, history.length - own],
      [{ requested_by: 'STU011' }, own],
      [{ requested_by: 'ADM001', method: 'face' }, history.length - own],
      [{ requested_by: '' }, history.length],
      [{ method: 'manual', date_from: '2026-03-01' }, 0],
    ] as const)
      expect([query, (await list(query)).count]).toEqual([query, count]);
  });

  it('the attendance list shows students only their own rows, whatever they ask for', async () => {
    const student = principal(11, 'student', 'STU011');
    expect((await list({}, student)).results.map(({ employee }) => employee.id)).toEqual([11, 11]);
    expect(await moments({ employee_id: 'FAC010' }, student)).toEqual([]);
    expect(await moments({}, principal(99, 'student'))).toEqual([]);
    expect(await moments({}, principal(10, 'faculty'))).toHaveLength(history.length);
  });

  it('the attendance list has pages, and none beyond the last', async () => {
    const all = await moments({});
    const pages = await Promise.all([1, 2, 3].map((page) => moments({ page, page_size: 2 })));
    expect(pages.flat()).toEqual(all);
    expect((await list({ page: 3, page_size: 2 })).count).toBe(history.length);
    for (const page of [0, 4])
      await expect(list({ page, page_size: 2 })).rejects.toMatchObject({ code: 'PAGE_NOT_FOUND' });
    expect(await list({ camera_id: 'NONE' })).toEqual({ count: 0, results: [] });
  });

  it('the attendance list shows current names and departments', async () => {
    const account = { ...replica.identity.accounts.get(13)!, first_name: 'Joan', revision: 2 };
    await replica.publish(accountChanged, account);
    expect((await list({ employee_id: 'STU013' })).results[0]!.employee.name).toBe('Joan STU013');
  });

  it('the attendance list keeps the rows of deactivated people', async () => {
    await replica.publish(accountChanged, {
      ...replica.identity.accounts.get(12)!,
      is_active: false,
      revision: 2,
    });
    expect(await moments({ employee_id: 'STU012' })).toHaveLength(1);
  });
});

describe('the attendance summary', () => {
  const summarise = (query: object) =>
    replica.call(summary, { query: { period: 'daily' as const, ...query } }, admin);

  it('the attendance summary counts attendances, people, departments and hours', async () => {
    expect(await summarise({ period: 'weekly', date_from: '2026-03-01', date_to: '2026-03-03' })).toEqual({
      period: 'weekly',
      date: '2026-03-03',
      time_zone: 'UTC',
      total_attendances: 6,
      unique_persons: 4,
      departments: { Physics: 2, 'Computer Science': 2, Unknown: 2 },
      hourly_distribution: { '00:00': 1, '08:00': 2, '17:00': 2, '23:00': 1 },
    });
  });

  it('the attendance summary of one department lists no departments', async () => {
    const dates = { date_from: '2026-03-01', date_to: '2026-03-02' };
    expect(await summarise({ ...dates, department: 'PHYSICS' })).toMatchObject({
      total_attendances: 2,
      unique_persons: 1,
      departments: {},
      hourly_distribution: { '00:00': 1, '23:00': 1 },
    });
  });

  it.each([
    ['daily', 1, 2],
    ['weekly', 3, 6],
    ['monthly', 3, 6],
    ['yearly', 3, 6],
  ])('the attendance summary of a %s period ends at the requested day', async (period, people, total) => {
    const found = await summarise({ period, date_to: '2026-03-03' });
    expect([found.total_attendances, found.date]).toEqual([total, '2026-03-03']);
    expect(found.unique_persons).toBeGreaterThanOrEqual(people);
  });

  it('the attendance summary is for today by default and begins where its period begins', async () => {
    const today = new Date().toISOString().slice(0, 10);
    expect(await summarise({})).toEqual({
      period: 'daily',
      date: today,
      time_zone: 'UTC',
      total_attendances: 0,
      unique_persons: 0,
      departments: {},
      hourly_distribution: {},
    });
    const weekly = (date_to: string) => summarise({ period: 'weekly', date_to });
    expect((await weekly('2026-03-07')).total_attendances).toBe(6);
    expect((await weekly('2026-03-08')).total_attendances).toBe(4);
    await expect(summarise({ date_from: '2026-03-02', date_to: '2026-03-01' })).rejects.toMatchObject({
      code: 'DATES_REVERSED',
    });
    expect((await summarise({ period: 'yearly', date_to: '0001-01-01' })).total_attendances).toBe(0);
    expect((await summarise({ date_from: '0001-01-01', date_to: '9999-12-31' })).total_attendances).toBe(6);
  });
});

describe('a manual entry', () => {
  it('a manual entry is a row at the given time, in the name of the calling account', async () => {
    const row = await replica.call(mark, { body: entry }, admin);
    expect(row).toEqual({
      id: expect.any(Number),
      employee: { id: 10, employee_id: 'FAC010', name: 'Jane FAC010', department: 'Physics' },
      timestamp: '2025-01-02T08:45:00Z',
      camera: null,
      confidence: null,
      verification_time: null,
      method: 'manual',
      direction: null,
      reason: 'Manual entry due to system issue',
      marked_by: 'ADM001',
      requested_by: 'ADM001',
      api_key: null,
      self_reported: false,
    });
    expect((await list({ date_to: '2025-12-31' })).results).toEqual([row]);
    const [event] = await replica.database.query<{ payload: object }>(
      "SELECT payload FROM outbox_message WHERE payload->>'method' = 'manual'",
    );
    expect(event!.payload).toEqual({
      log_id: row.id,
      person_id: 10,
      employee_id: 'FAC010',
      name: 'Jane FAC010',
      occurred_at: '2025-01-02T08:45:00Z',
      camera_id: null,
      confidence: null,
      method: 'manual',
      self_reported: false,
    });
    const [marked] = await replica.database.query<{ payload: object }>(
      "SELECT payload FROM outbox_message WHERE subject = 'evt.attendance.marked.v1'",
    );
    expect(marked!.payload).toEqual({
      person_id: 10,
      employee_id: 'FAC010',
      requested_by: 1,
      key_id: null,
      request_id: expect.stringMatching(/./),
      ...{ client_address: null, user_agent: null },
      log_id: row.id,
      occurred_at: '2025-01-02T08:45:00Z',
      reason: 'Manual entry due to system issue',
    });
  });

  it('a manual entry may be repeated and is never treated as a duplicate', async () => {
    const one = await replica.call(mark, { body: entry }, admin);
    expect((await replica.call(mark, { body: entry }, admin)).id).not.toBe(one.id);
  });

  it('a manual entry for an unknown person or a future time is refused and writes nothing', async () => {
    const before = (await list()).count;
    const refused = (change: object) => replica.call(mark, { body: { ...entry, ...change } }, admin);
    await expect(refused({ employee_id: 'NOBODY' })).rejects.toMatchObject({ code: 'USER_NOT_FOUND' });
    await expect(refused({ timestamp: Instant.ofMs(Date.now() + 120_000) })).rejects.toMatchObject({
      code: 'TIMESTAMP_IN_FUTURE',
    });
    await expect(refused({ timestamp: new Date('0001-01-01T00:00:00Z') })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    });
    expect((await list()).count).toBe(before);
  });

  it('a manual entry is one round trip, three under an Idempotency-Key, and one for a repetition', async () => {
    const call = (key?: string) =>
      roundTrips(replica.database, () =>
        replica.call(mark, { body: entry }, admin, key === undefined ? {} : { idempotencyKey: key }),
      );
    expect(await call()).toEqual({ statements: 1, trips: 1 });
    const key = randomUUID();
    expect(await call(key)).toEqual({ statements: 6, trips: 3 });
    expect(await call(key)).toEqual({ statements: 4, trips: 2 });
  });

  const entry = {
    employee_id: 'FAC010',
    timestamp: Instant.parse('2025-01-02T08:45:00Z')!,
    reason: 'Manual entry due to system issue',
    marked_by: 'somebody.else@example.com',
  };
});
