import { eventually, sharedPlatform } from '@argus/testing';
import { portraitsOf } from '@argus/testing/photographs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { AttendanceClient, dataUrl, dataUrlOf, type Task } from './attendance-client.js';

const { url, admin } = sharedPlatform();
const client = new AttendanceClient(url, admin);

describe('consent', () => {
  let token: string;
  beforeAll(async () => {
    token = (await client.login()).access;
  });

  it('withdrawal: who was enrolled and withdraws has no template seconds later, a certificate, and is recognised no more', async () => {
    const user = await client.createUser(token);
    const own = (await client.login(user)).access;
    const consent = await client.http.post(
      '/api/v1/consents/',
      { statement: 'My face is measured.' },
      { token: own },
    );
    expect([consent.status, consent.body]).toMatchObject([201, { employee_id: user.employee_id }]);
    const [first, second] = portraitsOf('bieber');
    /* Of whom no other suite makes a template there are two photographs; one that is scaled down counts as a third. */
    const smaller = await sharp(await first!.read())
      .resize({ width: 500 })
      .jpeg()
      .toBuffer();
    const portraits = [await dataUrlOf(first!), await dataUrlOf(second!), dataUrl(smaller)];
    const ended = async (kind: string, task_id: string) =>
      eventually(
        async () =>
          (await client.http.get(`/api/v1/face/${kind}/status/${task_id}/`, { token })).body as Task<object>,
        ({ status }) => ['completed', 'failed'].includes(status),
      );
    const enrol = { employee_id: user.employee_id, images: portraits };
    const queued = await client.http.post('/api/v1/face/enroll/', enrol, { token });
    expect((await ended('enroll', (queued.body as Task<unknown>).task_id)).result).toMatchObject({
      template_created: true,
    });

    const asked = await client.http.post('/api/v1/consents/withdraw/', {}, { token: own });
    expect(asked.status).toBe(202);
    const { id } = asked.body as { id: string };
    const done = await eventually(
      async () =>
        (await client.http.get(`/api/v1/consents/withdrawals/${id}/`, { token: own })).body as {
          completed_at: string | null;
          certificate: string | null;
        },
      ({ completed_at }) => completed_at !== null,
    );
    expect(done.certificate?.split('.')).toHaveLength(3);
    const verify = { employee_id: user.employee_id, image: portraits[0] };
    const compared = await client.http.post('/api/v1/face/verify/', verify, { token });
    expect((await ended('verify', (compared.body as Task<unknown>).task_id)).result).toMatchObject({
      recognized: false,
      attendance_logged: false,
    });
    const read = await eventually(
      async () =>
        (await client.http.get(`/api/v1/users/${user.id}/`, { token })).body as { face_enrolled: boolean },
      ({ face_enrolled }) => !face_enrolled,
    );
    expect(read.face_enrolled).toBe(false);
  });
});
