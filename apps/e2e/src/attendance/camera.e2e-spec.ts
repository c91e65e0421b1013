import { randomUUID } from 'node:crypto';
import { sharedPlatform } from '@argus/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { AttendanceClient } from './attendance-client.js';

const { url, admin } = sharedPlatform();
const client = new AttendanceClient(url, admin);

/** The body of the attendance document, with an id of its own. */
const documented = () => ({
  id: `CAM-${randomUUID().slice(0, 8)}`,
  name: 'Library Entrance',
  location: 'Library Building',
  ip_address: '192.168.1.101',
  rtsp_url: 'rtsp://admin:password@192.168.1.101:554/stream',
  username: 'admin',
  password: 'camera_password',
});

describe('cameras', () => {
  let token: string;
  beforeAll(async () => {
    token = (await client.login()).access;
  });
  const create = (body: object) => client.http.post('/api/v1/cameras/', body, { token });

  it('camera: the documented body makes a camera, which is listed in the documented form without its password', async () => {
    const body = documented();
    const made = await create(body);
    expect(made.status).toBe(201);
    const listed = await client.http.get('/api/v1/cameras/?page_size=100', { token });
    const { results } = listed.body as { results: { id: string }[] };
    expect(results.find(({ id }) => id === body.id)).toMatchObject({
      id: body.id,
      name: 'Library Entrance',
      location: 'Library Building',
      ip_address: '192.168.1.101',
      rtsp_url: 'rtsp://192.168.1.101:554/stream',
      status: 'offline',
      last_seen: null,
      resolution: null,
      fps: null,
      is_active: true,
    });
    expect(JSON.stringify([made.body, listed.body])).not.toMatch(/password@|camera_password/);
  });

  it('camera: an id with a slash and letters of any script names it in its path', async () => {
    const id = `Tür/${randomUUID().slice(0, 8)}/門`;
    await create({ ...documented(), id });
    const path = `/api/v1/cameras/${encodeURIComponent(id)}/`;
    const changed = await client.http.send('PATCH', path, { token, body: { direction: 'in' } });
    expect([changed.status, changed.body]).toMatchObject([200, { id, direction: 'in' }]);
    expect((await client.http.delete(path, { token })).status).toBe(204);
    expect((await client.http.get(path, { token })).body).toMatchObject({ id, is_active: false });
  });

  it.each([
    [{ id: '' }, { id: ['This field may not be blank.'] }],
    [
      { rtsp_url: 'rtsp://169.254.169.254/stream' },
      {
        rtsp_url: [
          'The address is never called: it is of this machine, a link or a special network. ' +
            'For trying, the operator may list this machine itself in CAMERA_NETWORKS.',
        ],
      },
    ],
    [
      { rtsp_url: 'ftp://camera.example/' },
      {
        rtsp_url: [
          'The address has a scheme that is not called. Cameras are called by rtsp, rtsps, http or https.',
        ],
      },
    ],
    [{ ip_address: '256.1.1.1' }, { ip_address: ['Enter an IPv4 or IPv6 address, such as 192.168.1.100.'] }],
    [{ direction: 'up' }, { direction: [expect.stringContaining('up')] }],
  ])('camera: %j is refused with words that help, and no camera is made', async (bad, answer) => {
    const body = { ...documented(), ...bad };
    const refused = await create(body);
    expect([refused.status, refused.body]).toEqual([400, answer]);
    if (body.id === '') return;
    const read = await client.http.get(`/api/v1/cameras/${body.id}/`, { token });
    expect([read.status, read.body]).toEqual([404, { error: 'Camera not found' }]);
  });

  it('camera: an id is taken once, and students may neither make nor change one', async () => {
    const body = documented();
    await create(body);
    const again = await create({ ...body, id: body.id.toLowerCase() });
    expect([again.status, again.headers['x-error-code']]).toEqual([400, 'CAMERA_EXISTS']);
    const { email, password } = await client.createUser(token, { role: 'student' });
    const student = (await client.login({ email, password })).access;
    expect((await client.http.post('/api/v1/cameras/', documented(), { token: student })).status).toBe(403);
    expect((await client.http.get(`/api/v1/cameras/${body.id}/`, { token: student })).body).toMatchObject({
      rtsp_url: null,
    });
  });
});
