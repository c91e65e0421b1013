import { eventually, sharedPlatform } from '@argus/testing';
import { portraitsOf } from '@argus/testing/photographs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { AttendanceClient, dataUrlOf } from './attendance-client.js';

const { url, admin } = sharedPlatform();
const client = new AttendanceClient(url, admin);

interface Row {
  readonly id: number;
  readonly timestamp: string;
  readonly action: string;
  readonly user_id: string | null;
  readonly requested_by: string | null;
  readonly success: boolean;
  readonly severity: string;
  readonly ip_address: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

describe('the security audit', () => {
  let token: string;
  beforeAll(async () => {
    token = (await client.login()).access;
  });
  const rows = async (query: string): Promise<Row[]> => {
    const { status, body } = await client.http.get(`/api/v1/security/audit-logs/?${query}`, { token });
    expect(status).toBe(200);
    return (body as { results: Row[] }).results;
  };

  it('audit log: log-ins of a user, failed and successful, are found by the employee id in any case', async () => {
    const user = await client.createUser(token);
    await client.http.post('/api/v1/auth/login/', { email: user.email, password: 'wrong' });
    await client.login(user);
    const found = await rows(`user_id=${user.employee_id.toLowerCase()}&action=login`);
    expect(found.map(({ success, severity }) => [success, severity])).toEqual([
      [true, 'info'],
      [false, 'warning'],
    ]);
    expect(found[0]).toMatchObject({
      user_id: user.employee_id,
      ip_address: expect.any(String),
      family: 'attendance',
    });
    expect(await rows(`user_id=${user.employee_id}&success=false`)).toHaveLength(1);
    expect(await rows(`user_id=${user.employee_id}&severity=error`)).toEqual([]);
    const entry = {
      employee_id: user.employee_id,
      timestamp: '2024-03-15T08:45:00Z',
      reason: 'x',
      marked_by: 'x@example.com',
    };
    await client.http.post('/api/v1/attendance/mark/', entry, { token });
    const [marked] = await eventually(
      () => rows(`user_id=${user.employee_id}&action=attendance_marked`),
      ({ length }) => length === 1,
    );
    expect(marked!.ip_address).toEqual(expect.any(String));
    const [created] = await rows(`user_id=${user.employee_id}&action=account_created`);
    expect(created!.user_id).toBe(user.employee_id);
  });

  it('audit log: a verification that recognises nobody is found as "verification", with its camera and reason', async () => {
    const [stranger] = portraitsOf('hepburn');
    const camera_id = `AUDIT-${Date.now()}`;
    const request = { image: await dataUrlOf(stranger!), camera_id };
    expect((await client.http.post('/api/v1/face/verify/', request, { token })).status).toBe(202);
    const [row] = await eventually(
      async () =>
        (await rows('action=verification&page_size=100')).filter(
          ({ details }) => details.camera_id === camera_id,
        ),
      ({ length }) => length === 1,
    );
    expect(row).toMatchObject({
      action: 'face_verification',
      ip_address: expect.any(String),
      requested_by: expect.any(String),
      details: { camera_id, processing_time: expect.any(Number) },
    });
    expect(row!.success).toBe(row!.details.confidence !== null);
    if (!row!.success) expect(row!.user_id).toBeNull();
  });

  it('audit log: days, unknown actions and other roles', async () => {
    const newest = await rows('page_size=2');
    expect(newest[0]!.id).toBeGreaterThan(newest[1]!.id);
    const today = newest[0]!.timestamp.slice(0, 10);
    expect((await rows(`date_from=${today}&time_zone=UTC`)).length).toBeGreaterThan(0);
    expect(await rows('date_from=2000-01-01&date_to=2000-12-31')).toEqual([]);
    for (const bad of [
      'action=sneeze',
      'severity=medium',
      'date_from=yesterday',
      'date_from=2026-02-02&date_to=2026-02-01',
    ])
      expect((await client.http.get(`/api/v1/security/audit-logs/?${bad}`, { token })).status).toBe(400);
    const user = await client.createUser(token);
    const { access } = await client.login(user);
    expect((await client.http.get('/api/v1/security/audit-logs/', { token: access })).status).toBe(403);
  });
});
