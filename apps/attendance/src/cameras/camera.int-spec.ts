import { attendanceContract, type CameraBody, cameraContract, faceContract } from '@argus/contracts';
import { hostileUrls } from '@argus/outgoing/testing';
import { eventually } from '@argus/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { admin, type AttendanceReplica, principal, startAttendance } from '../testing/attendance-fixture.js';
import { scriptedPhotograph } from '../testing/scripted-photograph.js';

const operations = cameraContract.operations;
const student = principal(10, 'student', 'P10');
const CANARY = 'geheim-kanarienvogel';

let replica: AttendanceReplica;
beforeAll(async () => {
  replica = await startAttendance({ people: [10, 11] });
});
afterEach(async () => {
  await replica.database.query('DELETE FROM camera');
});
afterAll(() => replica.stop());

const documented = {
  id: 'CAM002',
  name: 'Library Entrance',
  location: 'Library Building',
  ip_address: '192.168.1.101',
  rtsp_url: `rtsp://admin:${CANARY}@192.168.1.101:554/stream`,
  username: 'admin',
  password: CANARY,
};
const defaults = { direction: 'none', watch: false, maintenance: false } as const;
const create = (body: Partial<CameraBody> = {}) =>
  replica.call(operations.create, { body: { ...documented, ...defaults, ...body } }, admin);
const read = (id: string, as = admin) => replica.call(operations.get, { params: { id } }, as);
const change = (id: string, body: object) => replica.call(operations.change, { params: { id }, body }, admin);
const list = (query: object = {}) =>
  replica.call(operations.list, { query: { page: 1, page_size: 20, is_active: true, ...query } }, admin);

/** The stored row as text, with what is sealed. */
const stored = async (id: string) =>
  JSON.stringify(await replica.database.query('SELECT * FROM camera WHERE id = $1', [id]));

describe('cameras', () => {
  it('the documented camera is taken, and neither an answer nor a column nor an event shows its password', async () => {
    const made = await create();
    expect(made).toMatchObject({
      id: 'CAM002',
      rtsp_url: 'rtsp://192.168.1.101:554/stream',
      status: 'offline',
      has_credentials: true,
      last_seen: null,
      resolution: null,
      is_active: true,
    });
    const shown = JSON.stringify([
      made,
      await read('CAM002'),
      await list(),
      await change('CAM002', { name: 'New' }),
    ]);
    const events = await replica.database.query('SELECT * FROM outbox_message');
    for (const text of [shown, await stored('CAM002'), JSON.stringify(events)])
      expect(text).not.toContain(CANARY);
  });

  it('a user and password of the address are kept where the fields give none', async () => {
    const { has_credentials } = await create({ username: null, password: null });
    expect(has_credentials).toBe(false);
    const { rtsp_url: url } = documented;
    const body = { id: 'CAM3', name: 'C', location: 'L', rtsp_url: url, ...defaults };
    const made = await replica.call(operations.create, { body }, admin);
    expect([made.has_credentials, made.rtsp_url]).toEqual([true, 'rtsp://192.168.1.101:554/stream']);
  });

  it('a password in path or query is sealed, too, and is kept when what was shown is sent back', async () => {
    const { rtsp_url } = await create({
      rtsp_url: `http://192.168.1.101/snap.cgi?user=admin&password=${CANARY}&channel=1`,
    });
    expect(rtsp_url).toBe('http://192.168.1.101/snap.cgi?user=***&password=***&channel=1');
    expect(await stored('CAM002')).not.toContain(CANARY);
    expect(await change('CAM002', { rtsp_url })).toMatchObject({ rtsp_url, has_credentials: true });
  });

  it('an id stays, is found in any case, may hold a slash and letters of any script, and is taken once', async () => {
    await create({ id: 'Tür/3 Ärzte' });
    expect((await read('tür/3 ärzte')).id).toBe('Tür/3 Ärzte');
    await expect(create({ id: 'TÜR/3 ÄRZTE' })).rejects.toMatchObject({ code: 'CAMERA_EXISTS' });
    await expect(read('other')).rejects.toMatchObject({ code: 'CAMERA_NOT_FOUND' });
  });

  it('a password follows an address only to the same server', async () => {
    await create();
    expect((await change('CAM002', { rtsp_url: 'rtsp://192.168.1.101:554/other' })).has_credentials).toBe(
      true,
    );
    expect((await change('CAM002', { rtsp_url: 'rtsp://192.168.1.102:554/other' })).has_credentials).toBe(
      false,
    );
    expect((await change('CAM002', { username: 'u', password: 'p' })).has_credentials).toBe(true);
    expect((await change('CAM002', { username: null })).has_credentials).toBe(false);
  });

  it('a deactivated camera is listed apart, is not watched, has no password left, and can be taken back', async () => {
    await create({ watch: true });
    await replica.call(operations.deactivate, { params: { id: 'cam002' } }, admin);
    expect((await list()).count).toBe(0);
    expect((await list({ is_active: false })).results).toMatchObject([
      { id: 'CAM002', is_active: false, watch: false, has_credentials: false },
    ]);
    expect(await change('CAM002', { is_active: true })).toMatchObject({
      is_active: true,
      has_credentials: false,
    });
  });

  it('students see where a camera is, not its address', async () => {
    await create();
    expect(await read('CAM002', student)).toMatchObject({
      name: 'Library Entrance',
      rtsp_url: null,
      ip_address: null,
    });
  });

  it.each([
    ['ftp://192.168.1.1/', 'Cameras are called by rtsp'],
    ['rtsp://user:p#w@192.168.1.1/', 'fields of that name'],
    ['rtsp://admin:pa@ss#1@192.168.1.1/', 'fields of that name'],
    ['rtsp://admin:12/34@192.168.1.1/', 'fields of that name'],
    ['http://a:b@192.168.1.1/?pwd=c', 'fields of that name'],
    ['rtsp://169.254.169.254/', 'never called'],
    ['rtsp://127.0.0.1:8554/film', 'CAMERA_NETWORKS'],
    ['nonsense', 'not an address'],
  ])('the address %s is refused with words that help', async (rtsp_url, words) => {
    const refused = await create({ rtsp_url }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'VALIDATION_FAILED' });
    expect(JSON.stringify((refused as { details: unknown }).details)).toContain(words);
    expect((await list()).count).toBe(0);
  });

  it('no form of an address of this machine or of a special network is registered', async () => {
    const isTold = (url: string) =>
      !/\.example|^rtsp:\/\/(\[?f[cd]|10\.|172\.|192\.168\.|100\.|0xa\.|012\.1|167772161|3232235777)/.test(
        url,
      );
    const urls = hostileUrls('rtsp', 8554).filter(isTold);
    expect(urls.length).toBeGreaterThan(70);
    for (const rtsp_url of urls)
      await expect(create({ rtsp_url })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  it('attendance names the registered camera and the direction in which people pass it', async () => {
    await create({ id: 'Gate', name: 'Main Gate', location: 'South', direction: 'in' });
    const image = scriptedPhotograph({ faces: [{ subject: '10' }] });
    const seen = async (camera_id: string, as: typeof admin) => {
      const { task_id } = await replica.call(
        faceContract.operations.verify,
        { body: { image, camera_id } },
        as,
      );
      await eventually(
        () => replica.call(faceContract.operations.verifyStatus, { params: { task_id } }, as),
        ({ status }) => status === 'completed',
      );
    };
    await seen('GATE', admin);
    await seen('Gate', student);
    const query = { page: 1, page_size: 20 };
    const { results } = await replica.call(attendanceContract.operations.logs, { query }, admin);
    const camera = { name: 'Main Gate', location: 'South' };
    expect(results).toMatchObject([
      { camera: { id: 'Gate', ...camera }, self_reported: true, direction: null },
      { camera: { id: 'GATE', ...camera }, self_reported: false, direction: 'in' },
    ]);
  });
});
