import { cameraContract, cameraTrialContract } from '@argus/contracts';
import { film, missingForCameras, plainFilm, RtspServer } from '@argus/testing/rtsp';
import { portraits } from '@argus/testing/photographs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { admin, type AttendanceReplica, startAttendance } from '../testing/attendance-fixture.js';

const PASSWORD = 'kanarienvogel-77';
const missing = missingForCameras();
if (missing) process.stderr.write(`NOT RUN: trials of cameras, as ${missing} is missing\n`);

(missing ? describe.skip : describe)('the trial of a camera', () => {
  let replica: AttendanceReplica;
  let server: RtspServer;
  beforeAll(async () => {
    replica = await startAttendance({ settings: { CAMERA_NETWORKS: '127.0.0.1' } });
    const walkers = await Promise.all(portraits.slice(0, 1).map((portrait) => portrait.read()));
    const folder = await film({ fps: 5, walkers, secondsEach: 1 });
    const black = await plainFilm('#000');
    server = await RtspServer.start([
      { path: '/good', codec: 'h264', folder, fps: 5, user: 'admin', password: PASSWORD },
      { path: '/black', codec: 'mjpeg', folder: black, fps: 5 },
    ]);
  });
  afterAll(async () => {
    await replica.stop();
    await server.kill();
  });

  const tried = async (id: string, rtsp_url: string | null, more: object = {}) => {
    const body = {
      id,
      name: id,
      location: 'L',
      rtsp_url,
      direction: 'none',
      watch: false,
      maintenance: false,
      ...more,
    };
    await replica.call(cameraContract.operations.create, { body: body as never }, admin);
    const trial = await replica.call(cameraTrialContract.operations.test, { params: { id } }, admin);
    const { status, problem, last_seen, resolution } = await replica.call(
      cameraContract.operations.get,
      { params: { id } },
      admin,
    );
    return { trial, camera: { status, problem, last_seen, resolution } };
  };

  it('a camera that works is online afterwards, with its size, and its password is nowhere', async () => {
    const { trial, camera } = await tried('GOOD', server.url('/good'), {
      username: 'admin',
      password: PASSWORD,
    });
    expect(trial).toMatchObject({
      status: 'success',
      camera_status: 'online',
      resolution: '1280x720',
      codec: 'H264',
      picture: 'good',
      advice: [],
    });
    expect(camera).toMatchObject({ status: 'online', problem: null, resolution: '1280x720' });
    expect(camera.last_seen).not.toBeNull();
    const rows = await replica.database.query(
      'SELECT c::text FROM camera c UNION ALL SELECT o::text FROM outbox_message o',
    );
    expect(JSON.stringify([rows, trial])).not.toContain(PASSWORD);
  });

  it.each([
    [
      'WRONG',
      '/good',
      { username: 'admin', password: 'x' },
      'error',
      'The camera refuses this user and password (401).',
    ],
    [
      'PATH',
      '/nothing',
      {},
      'error',
      'The camera has no video under that path (404): look up the path in its manual.',
    ],
  ])('%s: what failed is told in words, and the camera shows it', async (id, path, more, status, message) => {
    const { trial, camera } = await tried(id, server.url(path), more);
    expect(trial).toMatchObject({ status: 'failed', camera_status: status, message, resolution: null });
    expect(camera).toMatchObject({ status, problem: message, last_seen: null });
  });

  it('a black picture is an error, with advice', async () => {
    const { trial, camera } = await tried('BLACK', server.url('/black'));
    expect(trial).toMatchObject({
      status: 'success',
      picture: 'blocked',
      camera_status: 'error',
      quality_score: 0,
    });
    expect(trial.advice[0]).toContain('uncover the lens');
    expect(camera.status).toBe('error');
  });

  it('an address in a private network that is not listed is not called, and one that is missing is asked for', async () => {
    const unlisted = await tried('PRIVATE', 'rtsp://10.9.8.7/stream');
    expect(unlisted.trial).toMatchObject({ status: 'failed', camera_status: 'offline' });
    expect(unlisted.trial.message).toContain('CAMERA_NETWORKS');
    expect((await tried('NONE', null)).trial.message).toBe('No address is registered: set rtsp_url.');
  });
});
