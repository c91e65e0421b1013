import { sharedPlatform } from '@argus/testing';
import { describe, expect, it } from '@jest/globals';
import { AttendanceClient } from './attendance-client.js';

const { url, admin } = sharedPlatform();
const client = new AttendanceClient(url, admin);
const path = '/api/v1/reports/patterns/';

describe('reports of attendance', () => {
  it('patterns: the documented members are there, with numbers or null and never something invented', async () => {
    const { access: token } = await client.login();
    const { status, body } = await client.http.get(`${path}?time_zone=UTC`, { token });
    expect(status).toBe(200);
    const told = body as { predictions: object; seasonal_trends: object };
    expect(Object.keys(told.seasonal_trends)).toEqual(['spring', 'summer', 'fall', 'winter']);
    /* The platform of a test is not six weeks old; one elsewhere may be. */
    const { next_week_attendance, confidence } = told.predictions as Record<string, number | null>;
    expect(next_week_attendance === null).toBe(confidence === null);
    expect(body).toMatchObject({
      time_zone: 'UTC',
      daily_patterns: expect.any(Object),
      date_to: expect.any(String),
    });
  });

  it('patterns: an unknown zone or hemisphere and a caller without a token are refused', async () => {
    const { access: token } = await client.login();
    for (const bad of ['time_zone=Mars', 'hemisphere=east'])
      expect((await client.http.get(`${path}?${bad}`, { token })).status).toBe(400);
    expect((await client.http.get(path)).status).toBe(401);
  });

  it('profile: a user sees their own attendance of today after it was recorded', async () => {
    const { access: token } = await client.login();
    const user = await client.createUser(token);
    const { access } = await client.login(user);
    const profile = () => client.http.get('/api/v1/mobile/profile/?time_zone=UTC', { token: access });
    expect((await profile()).body).toMatchObject({
      employee_id: user.employee_id,
      today_attendance: null,
      attendance_rate: null,
    });
    const timestamp = new Date().toISOString();
    const entry = { employee_id: user.employee_id, timestamp, reason: 'Badge', marked_by: 'x@example.com' };
    expect((await client.http.post('/api/v1/attendance/mark/', entry, { token })).status).toBe(201);
    expect((await profile()).body).toMatchObject({
      name: 'Ada Lovelace',
      face_enrolled: false,
      today_attendance: timestamp.slice(11, 16),
    });
    expect((await client.http.get('/api/v1/mobile/profile/')).status).toBe(401);
  });
});
