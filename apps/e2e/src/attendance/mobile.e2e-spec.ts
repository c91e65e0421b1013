import { eventually, sharedPlatform } from '@argus/testing';
import { portraits } from '@argus/testing/photographs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { AttendanceClient, dataUrlOf, type Task } from './attendance-client.js';

const { url, admin } = sharedPlatform();
const client = new AttendanceClient(url, admin);

describe('check-in and incidents', () => {
  let token: string;
  let image: string;
  beforeAll(async () => {
    token = (await client.login()).access;
    image = await dataUrlOf(portraits[0]!);
  });

  it("check-in: the document's own request is taken, its place is decided about at once and its face by a task", async () => {
    const user = await client.createUser(token);
    const own = (await client.login(user)).access;
    const body = {
      image,
      location: { latitude: 40.7128, longitude: -74.006 },
      timestamp: '2024-03-15T08:45:23Z',
    };
    const sent = await client.http.post('/api/v1/mobile/check-in/', body, { token: own });
    /* A clock of 2024 is wrong by more than is tolerated: flagged in compat, refused in strict. */
    expect([sent.status, sent.body]).toMatchObject([
      202,
      { status: 'queued', place: { outcome: 'flagged', rule: 'clock_difference' } },
    ]);
    const { task_id } = sent.body as Task<unknown>;
    const ended = await eventually(
      async () =>
        (await client.http.get(`/api/v1/face/verify/status/${task_id}/`, { token: own }))
          .body as Task<object>,
      ({ status }) => status === 'completed',
    );
    expect(ended.result).toMatchObject({ recognized: false, attendance_logged: false });
    const listed = await client.http.get(`/api/v1/check-ins/?employee_id=${user.employee_id}`, { token });
    expect(listed.body).toMatchObject({ count: 1, results: [{ rule: 'clock_difference', task_id }] });
    expect((await client.http.get('/api/v1/check-ins/', { token: own })).status).toBe(403);
  });

  it("incident: the document's own report is kept open with its picture until an administrator decides", async () => {
    const user = await client.createUser(token);
    const own = (await client.login(user)).access;
    const body = {
      type: 'spoofing_attempt',
      camera_id: 'CAM001',
      timestamp: '2024-03-15T08:45:23Z',
      description: 'Multiple failed liveness checks',
      severity: 'medium',
      image,
    };
    const sent = await client.http.post('/api/v1/security/report-incident/', body, { token: own });
    const { image: _, ...told } = body;
    expect([sent.status, sent.body]).toMatchObject([201, { ...told, status: 'open', has_image: true }]);
    const path = `/api/v1/security/incidents/${(sent.body as { id: string }).id}/`;
    expect((await client.http.get(path, { token: own })).status).toBe(403);
    expect((await client.http.get(path, { token })).body).toMatchObject({
      image,
      reported_by: user.employee_id,
    });
    const decision = { status: 'dismissed', note: 'The guard knows the visitor' };
    const decided = await client.http.post(`${path}decide/`, decision, { token });
    expect([decided.status, decided.body]).toMatchObject([
      200,
      { status: 'dismissed', notes: [{ text: decision.note }] },
    ]);
    const other = await client.http.post(`${path}decide/`, { ...decision, status: 'confirmed' }, { token });
    expect([other.status, other.headers['x-error-code']]).toEqual([409, 'INCIDENT_DECIDED']);
    const bad = await client.http.post(
      '/api/v1/security/report-incident/',
      { ...body, severity: 'so-so' },
      { token: own },
    );
    expect([bad.status, Object.keys(bad.body as object)]).toEqual([400, ['severity']]);
  });
});
