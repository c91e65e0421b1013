import { eventually, sharedPlatform } from '@argus/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { AttendanceClient } from './attendance-client.js';

const { url, admin } = sharedPlatform();
const client = new AttendanceClient(url, admin);

interface Row {
  readonly action: string;
  readonly success: boolean;
  readonly ip_address: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

describe('presence without a face', () => {
  let token: string;
  beforeAll(async () => {
    token = (await client.login()).access;
  });
  const post = (path: string, body: object, by: string = token) =>
    client.http.post(path, body, { token: by });

  it('presence: a person without a face attends by badge at one door and by PIN at another; the audit tells both with the address', async () => {
    const user = await client.createUser(token);
    const { employee_id } = user;
    const issued = await post('/api/v1/badges/', { employee_id, label: 'Card 1' });
    expect([issued.status, issued.body]).toMatchObject([
      201,
      { employee_id, label: 'Card 1', revoked_at: null },
    ]);
    const { id, code, svg } = issued.body as { id: string; code: string; svg: string };
    expect(svg).toContain('<svg');
    const byBadge = await post('/api/v1/presence/badge/', { badge: code, camera_id: `A${employee_id}` });
    expect([byBadge.status, byBadge.body]).toMatchObject([
      200,
      { employee_id, method: 'badge', attendance_logged: true },
    ]);

    const own = (await client.login(user)).access;
    const set = await client.http.put('/api/v1/mobile/pin/', { pin: '804173' }, { token: own });
    expect(set.status).toBe(200);
    const byPin = await post('/api/v1/presence/pin/', {
      employee_id,
      pin: '804173',
      camera_id: `B${employee_id}`,
    });
    expect([byPin.status, byPin.body]).toMatchObject([200, { employee_id, method: 'pin' }]);

    for (const method of ['badge', 'pin']) {
      const { body } = await client.http.get(
        `/api/v1/attendance/logs/?employee_id=${employee_id}&method=${method}`,
        { token },
      );
      expect(body).toMatchObject({ count: 1, results: [{ method, employee: { employee_id } }] });
    }
    expect((await client.http.delete(`/api/v1/badges/${id}/`, { token })).status).toBe(204);
    const refused = await post('/api/v1/presence/badge/', { badge: code });
    expect([refused.status, refused.headers['x-error-code']]).toEqual([403, 'BADGE_NOT_VALID']);
    const rows = await eventually(
      async () => {
        const path = `/api/v1/security/audit-logs/?action=presence_verified&user_id=${employee_id}`;
        return ((await client.http.get(path, { token })).body as { results: Row[] }).results;
      },
      ({ length }) => length === 2,
    );
    expect(rows.every(({ success, ip_address }) => success && ip_address !== null)).toBe(true);
  });

  it('presence: only administrators issue badges and PINs, and never by an API key', async () => {
    const user = await client.createUser(token);
    const own = (await client.login(user)).access;
    for (const path of ['/api/v1/badges/', '/api/v1/pins/']) {
      expect((await post(path, { employee_id: user.employee_id }, own)).status).toBe(403);
      expect((await client.http.post(path, { employee_id: user.employee_id })).status).toBe(401);
      expect((await post(path, { employee_id: 'NOBODY0' })).status).toBe(404);
    }
    expect((await post('/api/v1/presence/badge/', { camera_id: 'A' })).status).toBe(400);
  });
});
