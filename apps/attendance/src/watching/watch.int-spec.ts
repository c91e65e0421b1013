import { randomUUID } from 'node:crypto';
import { attendanceContract, type CameraBody, cameraContract, cameraViewContract } from '@argus/contracts';
import { eventually } from '@argus/testing';
import { film, missingForCameras, plainFilm, RtspServer } from '@argus/testing/rtsp';
import { portraits } from '@argus/testing/photographs';
import { Site } from '@argus/testing/services';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { admin, type AttendanceReplica, startAttendance } from '../testing/attendance-fixture.js';
import { ScriptedVision } from '../testing/scripted-vision.js';
import { scriptedPhotograph, type Script } from '../testing/scripted-photograph.js';

const { stream, frames, snapshot, health, acknowledge } = cameraViewContract.operations;
const missing = missingForCameras();
if (missing) process.stderr.write(`NOT RUN: watching, as ${missing} is missing\n`);

/** Each state of a camera is to be told within 15 seconds. */
async function within<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean): Promise<T> {
  const started = performance.now();
  const answer = await eventually(ask, (each) => wanted(each) || performance.now() - started > 15_000);
  expect([wanted(answer), answer]).toEqual([true, answer]);
  return answer;
}

(missing ? describe.skip : describe)('watching', () => {
  let site: Site;
  let replicas: AttendanceReplica[];
  let server: RtspServer;
  let folder: string;
  const served = () =>
    (['/a', '/b', '/c'] as const).map((path) => ({ path, codec: 'mjpeg' as const, folder, fps: 10 }));
  /** What vision sees on every picture from now on. */
  const visionSees = (script: Script): void => {
    for (const { vision } of replicas) {
      const photograph = Buffer.from(scriptedPhotograph(script).replace(/^data:[^,]*,/, ''), 'base64');
      vision.identify = ({ body }) =>
        ScriptedVision.prototype.identify.call(vision, { body: { ...body, photograph } });
    }
  };

  beforeAll(async () => {
    site = await Site.create();
    const settings = {
      CAMERA_NETWORKS: '127.0.0.1',
      CAMERA_VISIT_SECONDS: '60',
      ATTENDANCE_DEDUPLICATION_SECONDS: '0',
    };
    replicas = [await startAttendance({ site, settings }), await startAttendance({ site, settings })];
    for (const { identity } of replicas) for (const id of [10, 11]) identity.add(id, `P${id}`);
    const walkers = await Promise.all(portraits.slice(0, 1).map((portrait) => portrait.read()));
    folder = await film({ fps: 10, walkers, secondsEach: 3 });
    server = await RtspServer.start(served());
  });
  afterEach(async () => {
    await replicas[0]!.database.query('UPDATE camera SET watch = false');
    server.show('/a', 'film', folder);
  });
  afterAll(async () => {
    await Promise.all(replicas.map((replica) => replica.stop()));
    await server.kill();
    await site.remove();
  });

  const camera = async (more: Partial<CameraBody> = {}): Promise<string> => {
    const id = randomUUID().slice(0, 8);
    const body = {
      id,
      name: 'Gate',
      location: 'South',
      direction: 'in',
      watch: true,
      maintenance: false,
    } as const;
    await replicas[0]!.call(
      cameraContract.operations.create,
      { body: { ...body, rtsp_url: server.url('/a'), ...more } },
      admin,
    );
    return id;
  };
  const healthOf = (id: string) => replicas[0]!.call(health, { params: { id } }, admin);
  const leases = (id: string) =>
    replicas[0]!.database.query<{ by: string | null }>(
      'SELECT leased_by AS by FROM camera_watch WHERE camera_id = $1',
      [id],
    );
  const rowsAt = async (id: string) => {
    const query = { page: 1, page_size: 100, camera_id: id };
    return (await replicas[0]!.call(attendanceContract.operations.logs, { query }, admin)).results;
  };

  it('who stays before a camera is logged once, with the direction, and again after they were away', async () => {
    visionSees({ faces: [{ subject: '10' }] });
    const id = await camera();
    await within(
      () => rowsAt(id),
      ({ length }) => length === 1,
    );
    const [row] = await rowsAt(id);
    expect(row).toMatchObject({
      employee: { employee_id: 'P10' },
      camera: { id, name: 'Gate', location: 'South' },
      method: 'face',
      direction: 'in',
      requested_by: null,
      self_reported: false,
    });
    expect(row!.verification_time).toBeLessThan(5);
    const judged = () => replicas.reduce((sum, { vision }) => sum + vision.identifications, 0);
    const before = judged();
    await eventually(
      async () => judged(),
      (count) => count > before + 5,
    );
    expect(await rowsAt(id)).toHaveLength(1);
    await replicas[0]!.database.query(
      `UPDATE camera_visit SET last_seen_at = last_seen_at - interval '1 hour'`,
    );
    await within(
      () => rowsAt(id),
      ({ length }) => length === 2,
    );
  });

  it('strangers are counted and nobody is logged', async () => {
    visionSees({ faces: [{ subject: null }] });
    const id = await camera();
    const before = replicas.map(({ vision }) => vision.identifications);
    const judged = async () => replicas.map(({ vision }, index) => vision.identifications - before[index]!);
    await within(judged, (counts) => Math.max(...counts) >= 3);
    visionSees({ faces: [] });
    const found = await within(
      () => healthOf(id),
      ({ faces_unknown }) => faces_unknown > 0,
    );
    expect(found).toMatchObject({ unusable_share: 0 });
    expect(await rowsAt(id)).toEqual([]);
  });

  it('health is measured, and exactly one replica reads the camera', async () => {
    visionSees({ faces: [] });
    const id = await camera();
    const found = await within(
      () => healthOf(id),
      ({ fps_seen }) => fps_seen !== null,
    );
    expect(found).toMatchObject({ status: 'online', picture: 'good', problem: null, error_count: 0 });
    expect(found.fps_seen).toBeGreaterThan(5);
    expect(found.fps_seen).toBeLessThan(15);
    expect(found.quality_score).toBe(1);
    expect(found.uptime).toMatch(/^\d+ seconds?$/);
    expect(found.bandwidth_usage).toMatch(/^\d+\.\d [kM]bps$/);
    const [first] = await leases(id);
    expect(first!.by).not.toBeNull();
    await within(
      () => healthOf(id),
      ({ uptime }) => Number.parseInt(uptime ?? '0') >= 3,
    );
    expect(await leases(id)).toEqual([first]);
  });

  it('a camera of a replica that is gone is read by another within 15 seconds', async () => {
    visionSees({ faces: [] });
    const id = await camera({ watch: false });
    const gone = randomUUID();
    await replicas[0]!.database.query(
      `INSERT INTO camera_watch (camera_id, leased_by, leased_until) VALUES ($1, $2, now() + interval '10 seconds')`,
      [id, gone],
    );
    await replicas[0]!.call(
      cameraContract.operations.change,
      { params: { id }, body: { watch: true } },
      admin,
    );
    const found = await within(
      () => healthOf(id),
      ({ status }) => status === 'online',
    );
    expect(found.status).toBe('online');
    expect((await leases(id))[0]!.by).not.toBe(gone);
  });

  it('frozen and black pictures, silence and a pulled plug are told within 15 seconds, and the way back', async () => {
    visionSees({ faces: [] });
    const own = await RtspServer.start(served());
    const id = await camera({ rtsp_url: own.url('/b') });
    await within(
      () => healthOf(id),
      ({ picture }) => picture === 'good',
    );
    own.show('/b', 'frozen');
    await within(
      () => healthOf(id),
      ({ picture }) => picture === 'frozen',
    );
    own.show('/b', 'film', await plainFilm('#000'));
    const black = await within(
      () => healthOf(id),
      ({ picture }) => picture === 'blocked',
    );
    expect(black).toMatchObject({ status: 'error', problem: expect.stringContaining('uncover the lens') });
    own.show('/b', 'silent');
    const silent = await within(
      () => healthOf(id),
      ({ alarm }) => alarm.state === 'unack_active',
    );
    expect(silent).toMatchObject({ status: 'offline', uptime: null, fps_seen: null });
    const known = await replicas[1]!.call(acknowledge, { params: { id } }, admin);
    expect(known.alarm).toMatchObject({ state: 'ack_active', acknowledged_by: 'ADM001' });
    await expect(replicas[1]!.call(acknowledge, { params: { id } }, admin)).rejects.toMatchObject({
      code: 'NOTHING_TO_ACKNOWLEDGE',
    });
    const { port } = own;
    await own.kill();
    await within(
      () => healthOf(id),
      ({ problem }) => problem?.includes('Nothing listens') === true,
    );
    const again = await RtspServer.start(served(), { port });
    const back = await within(
      () => healthOf(id),
      ({ status }) => status === 'online',
    );
    expect(back.alarm.state).toBe('normal');
    expect(back.error_count).toBeGreaterThan(0);
    await again.kill();
    const told = await replicas[0]!.database.query<{ silent: boolean }>(
      `SELECT (payload ->> 'is_silent')::boolean AS silent FROM outbox_message
        WHERE subject = 'evt.attendance.camera-silence-changed.v1' AND payload ->> 'camera_id' = $1 ORDER BY position`,
      [id],
    );
    expect(told.slice(0, 2)).toEqual([{ silent: true }, { silent: false }]);
  });

  it('a camera that nobody watches is read while somebody looks; the address works once, and the picture is deleted afterwards', async () => {
    const id = await camera({ watch: false });
    const shown = await replicas[0]!.call(stream, { params: { id } }, admin);
    expect(shown).toMatchObject({ is_accessible: true, stream_type: 'mjpeg', error_message: null });
    const ticket = /camera-streams\/([\w-]+)\/$/.exec(shown.stream_url!)![1]!;
    const first = await replicas[1]!.call(frames, { params: { ticket }, body: {} }, admin);
    expect(Buffer.from(first.bytes).toString('latin1')).toMatch(/^--frame\r\nContent-Type: image\/jpeg/);
    const second = await replicas[0]!.call(
      frames,
      { params: { ticket }, body: { state: first.next! } },
      admin,
    );
    expect(Buffer.from(second.bytes).equals(Buffer.from(first.bytes))).toBe(false);
    await expect(replicas[0]!.call(frames, { params: { ticket }, body: {} }, admin)).rejects.toMatchObject({
      code: 'STREAM_NOT_FOUND',
    });
    const still = await replicas[0]!.call(snapshot, { params: { id }, body: {} }, admin);
    expect([still.media_type, still.bytes[0], still.bytes[1]]).toEqual(['image/jpeg', 0xff, 0xd8]);
    const pictures = () => replicas[0]!.database.query('SELECT FROM camera_frame WHERE camera_id = $1', [id]);
    expect(await pictures()).toHaveLength(1);
    await replicas[0]!.database.query('UPDATE camera_watch SET viewed_until = now() WHERE camera_id = $1', [
      id,
    ]);
    await within(pictures, ({ length }) => length === 0);
    expect(await rowsAt(id)).toEqual([]);
  });

  it('a camera that shows nothing says why', async () => {
    const id = await camera({ watch: false, rtsp_url: null });
    expect(await replicas[0]!.call(stream, { params: { id } }, admin)).toMatchObject({
      is_accessible: false,
      stream_url: null,
      error_message: 'No address is registered: set rtsp_url.',
    });
    await expect(replicas[0]!.call(snapshot, { params: { id }, body: {} }, admin)).rejects.toMatchObject({
      code: 'CAMERA_SHOWS_NOTHING',
    });
  });
});
