import { randomUUID } from 'node:crypto';
import { checkSize, eventually, type Platform, startPlatform } from '@argus/testing';
import { portraitsOf } from '@argus/testing/photographs';
import { film, missingForCameras, RtspServer } from '@argus/testing/rtsp';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { AttendanceClient } from './attendance-client.js';
import { takesOf } from './takes.js';

const missing = missingForCameras();
if (missing) process.stderr.write(`NOT RUN: watching a film, as ${missing} is missing\n`);

/* The film runs until each of the five was seen well enough: minutes (npm run check:watching). */
const isWhole = checkSize('WATCHED_FILMS', 0) > 0;
const enrolled = ['franck', 'hepburn', 'cage', 'connery', 'bieber'];
const strangers = ['obama', 'clooney', 'rihanna', 'cranston', 'norris'];

interface Row {
  readonly employee: { readonly employee_id: string };
  readonly direction: string | null;
  readonly verification_time: number;
}

/* A platform of its own: on a shared one these faces are those of other tests, too. */
(missing ? describe.skip : describe)('a watched film', () => {
  let platform: Platform;
  let client: AttendanceClient;
  let token: string;
  let server: RtspServer;
  const password = `canary-${randomUUID()}`;
  const id = `FILM-${randomUUID().slice(0, 8)}`;
  const ids = new Map<string, string>();
  beforeAll(async () => {
    platform = await startPlatform({
      settings: { RATE_LIMIT_FACTOR: '10000', CAMERA_NETWORKS: '127.0.0.1' },
    });
    client = new AttendanceClient(platform.url, platform.admin);
    token = (await client.login()).access;
    for (const person of isWhole ? enrolled : []) {
      const { employee_id } = await client.createUser(token, { department: 'Films' });
      const images = await takesOf(portraitsOf(person)[0]!);
      const task = await client.work<{ success: boolean }>('enroll', token, {
        employee_id,
        images,
        quality_check: false,
      });
      expect([person, task.result?.success]).toEqual([person, true]);
      ids.set(person, employee_id);
    }
    const walkers = await Promise.all(
      enrolled.flatMap((person, i) => [
        portraitsOf(person)[1]!.read(),
        portraitsOf(strangers[i]!)[0]!.read(),
      ]),
    );
    const folder = await film({ fps: 10, walkers, secondsEach: 4 });
    server = await RtspServer.start(
      [{ path: '/gate', codec: 'h264', folder, fps: 10, user: 'admin', password }],
      { digest: true },
    );
    const body = {
      id,
      name: 'Film',
      location: 'Hall',
      rtsp_url: server.url('/gate'),
      username: 'admin',
      password,
    };
    const made = await client.http.post(
      '/api/v1/cameras/',
      { ...body, direction: 'in', watch: true },
      { token },
    );
    expect([made.status, JSON.stringify(made.body).includes(password)]).toEqual([201, false]);
  });
  afterAll(async () => {
    await platform?.stop();
    await server?.kill();
  });
  const get = async (path: string) => (await client.http.get(path, { token })).body as never;
  const rows = async (): Promise<Row[]> =>
    ((await get(`/api/v1/attendance/logs/?camera_id=${id}&page_size=100`)) as { results: Row[] }).results;

  (isWhole ? it : it.skip)(
    'watching: of ten people who walk past, the five enrolled are logged once each, and the five strangers never',
    async () => {
      const patience = performance.now() + 200_000;
      const seen = await eventually(
        rows,
        ({ length }) => length >= enrolled.length || performance.now() > patience,
        500,
      );
      const personOf = new Map([...ids].map(([person, employeeId]) => [employeeId, person]));
      expect(seen.map(({ employee }) => personOf.get(employee.employee_id)).sort()).toEqual(
        [...enrolled].sort(),
      );
      expect(seen.map(({ direction }) => direction)).toEqual(enrolled.map(() => 'in'));
      process.stderr.write(
        `Seconds from a picture to its row: ${seen.map((row) => row.verification_time.toFixed(2)).join(' ')}\n`,
      );
      /* Once more through the whole film: nobody is logged again, and nobody else. */
      const before = (await get(`/api/v1/cameras/${id}/health/`)) as { faces_seen: number };
      await eventually(
        async () => (await get(`/api/v1/cameras/${id}/health/`)) as { faces_seen: number },
        ({ faces_seen }) => faces_seen >= before.faces_seen + 2 * enrolled.length,
        500,
      );
      expect(await rows()).toHaveLength(enrolled.length);
      const health = (await get(`/api/v1/cameras/${id}/health/`)) as Record<string, unknown>;
      expect(health).toMatchObject({ status: 'online', problem: null, alarm: { state: 'normal' } });
      expect(health.faces_unknown).toBeGreaterThan(0);
    },
    300_000,
  );

  it('watching: a browser sees the camera by an address that works once, and a snapshot with a token', async () => {
    const shown = (await get(`/api/v1/cameras/${id}/stream/`)) as {
      stream_url: string;
      is_accessible: boolean;
    };
    expect(shown.is_accessible).toBe(true);
    const answer = await fetch(platform.url + shown.stream_url);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'multipart/x-mixed-replace; boundary=frame',
    ]);
    let received = Buffer.alloc(0);
    for await (const piece of answer.body as unknown as AsyncIterable<Uint8Array>) {
      received = Buffer.concat([received, piece]);
      if (received.toString('latin1').split('--frame\r\n').length > 3) break;
    }
    expect((await fetch(platform.url + shown.stream_url)).status).toBe(404);
    const headers = { authorization: `Bearer ${token}` };
    const still = await fetch(`${platform.url}/api/v1/cameras/${id}/snapshot/`, { headers });
    expect([still.status, still.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    const { width, height } = await sharp(Buffer.from(await still.arrayBuffer())).metadata();
    expect([width, height]).toEqual([1280, 720]);
  });
});
