import { eventually, sharedPlatform } from '@argus/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { AttendanceClient } from './attendance-client.js';

const { url, admin } = sharedPlatform();
const client = new AttendanceClient(url, admin);
const EVALUATION = '/api/v1/face/evaluation/';
let token: string;

beforeAll(async () => {
  ({ access: token } = await client.login());
});

interface Evaluation {
  readonly evaluation_id: string;
  readonly status: string;
  readonly result: {
    readonly gallery: {
      readonly people: number;
      readonly curve_id: string | null;
      readonly remarks: string[];
    };
  } | null;
}

/** Another run may hold the only place. */
const started = () =>
  eventually(
    () => client.http.post(EVALUATION, {}, { token }),
    ({ status }) => status !== 409,
  );

describe('evaluating the enrolled faces', () => {
  it('face evaluation: without a token it is 401, for a student 403', async () => {
    expect((await client.http.post(EVALUATION, {})).status).toBe(401);
    const user = await client.createUser(token);
    const { access } = await client.login(user);
    expect((await client.http.post(EVALUATION, {}, { token: access })).status).toBe(403);
  });

  it('face evaluation: an admin starts one and reads numbers, and too few people give no curve', async () => {
    const { status, body } = await started();
    expect(status).toBe(202);
    const { evaluation_id } = body as Evaluation;
    const done = await eventually(
      () => client.http.get(`${EVALUATION}${evaluation_id}/`, { token }),
      (answer) => (answer.body as Evaluation).status !== 'queued',
    );
    const { result } = done.body as Evaluation;
    expect(done.body).toMatchObject({ status: 'completed', error_code: null });
    expect(result!.gallery.people).toBeGreaterThanOrEqual(0);
    expect(JSON.stringify(result).length).toBeLessThan(20_000);
    if (result!.gallery.curve_id !== null) return;
    const refused = await client.http.post(
      `${EVALUATION}${evaluation_id}/adopt/`,
      { in_force: true },
      { token },
    );
    expect([refused.status, refused.body]).toMatchObject([409, { error: expect.anything() }]);
  });

  it('face evaluation: one that does not exist is 404, and a wrong body 400', async () => {
    expect((await client.http.get(`${EVALUATION}${randomUUID()}/`, { token })).status).toBe(404);
    expect((await client.http.get(`${EVALUATION}none/`, { token })).status).toBe(404);
    const wrong = await client.http.post(
      `${EVALUATION}${randomUUID()}/adopt/`,
      { in_force: 'perhaps' },
      { token },
    );
    expect(wrong.status).toBe(400);
  });
});
