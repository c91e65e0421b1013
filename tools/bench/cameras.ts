/*
 * Eight cameras on a real RTSP server are watched by a platform, beside a plain loop: ffmpeg per camera, and face-api on every picture. Linux
 * with ffmpeg and GStreamer's RTSP server only.
 *   node tools/bench/cameras.ts [seconds]
 */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { decodeUpright } from '@argus/imaging';
import { eventually, HttpClient, startPlatform } from '@argus/testing';
import { portraitsOf } from '@argus/testing/photographs';
import { film, missingForCameras, RtspServer } from '@argus/testing/rtsp';
import { createRequire } from 'node:module';
import type * as TensorFlowCore from '@tensorflow/tfjs-core';
import Table from 'cli-table3';
import sharp from 'sharp';
import { cpuSecondsOf } from './cpu-of.ts';
import { loadFaceApi } from './vision-face-api.ts';

const CAMERAS = 8;
const FPS = 10;
const WANTED_FPS = 2;
const seconds = Number(process.argv[2] ?? 30);
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

const missing = missingForCameras();
if (missing) {
  console.log(`SKIPPED: ${missing} is missing`);
  process.exit(0);
}

const paths = Array.from({ length: CAMERAS }, (_, i) => `/${i}`);
const hall = await film({ fps: FPS, walkers: [], secondsEach: 1 });
const [first, second] = portraitsOf('hepburn');
const walkers = [await second!.read(), await portraitsOf('obama')[0]!.read()];
const busy = await film({ fps: FPS, walkers, secondsEach: 5 });
const server = await RtspServer.start(
  paths.map((path) => ({ path, codec: 'mjpeg', folder: hall, fps: FPS })),
);
const platform = await startPlatform({
  mode: 'embedded',
  settings: {
    CAMERA_NETWORKS: '127.0.0.1',
    RATE_LIMIT_FACTOR: '10000',
    ATTENDANCE_DEDUPLICATION_SECONDS: '0',
  },
});
const table = new Table({ head: ['what', 'pictures/s', 'judged/s', 'cores', 'pictures/s per core'] });
const row = (what: string, pictures: number, judged: number, cpu: number, time: number): void => {
  const rate = pictures / time;
  process.stderr.write(
    `${what}: ${pictures} pictures, ${judged} judged, ${cpu.toFixed(1)} s of CPU in ${time.toFixed(1)} s\n`,
  );
  table.push([
    what,
    rate.toFixed(1),
    (judged / time).toFixed(1),
    (cpu / time).toFixed(2),
    (rate / (cpu / time)).toFixed(1),
  ]);
};

/** The process and those that it started. */
function family(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]!;
        return [[Number(name), Number(stat.split(' ')[1])] as const];
      } catch {
        return [];
      }
    });
  const below = (id: number): number[] => [
    id,
    ...parents.filter(([, of]) => of === id).flatMap(([each]) => below(each)),
  ];
  return below(pid);
}

/** CPU seconds by process; one that ends meanwhile, such as a connection of Postgres, is left out. */
const cpuByProcess = (): ReadonlyMap<number, number> =>
  new Map(
    family(platform.pid!).flatMap((pid) => {
      try {
        return [[pid, cpuSecondsOf([pid])()] as const];
      } catch {
        return [];
      }
    }),
  );

async function counted(): Promise<Record<string, number>> {
  const text = await (await fetch(`${platform.operationsUrl}/metrics`)).text();
  const found = text.matchAll(/^argus_camera_pictures_total\{[^}]*fate="(\w+)"[^}]*\} (\d+)/gm);
  return Object.fromEntries([...found].map(([, fate, count]) => [fate!, Number(count)] as const));
}

try {
  const client = new HttpClient(platform.url);
  const login = await client.post('/api/v1/auth/login/', platform.admin);
  const token = (login.body as { access: string }).access;
  const user = {
    employee_id: 'BENCH',
    email: 'bench@example.com',
    first_name: 'A',
    last_name: 'B',
    password: 'a long password 1',
  };
  await client.post('/api/v1/users/', user, { token });
  const bytes = await first!.read();
  const takes = [
    bytes,
    await sharp(bytes).modulate({ brightness: 0.9 }).jpeg().toBuffer(),
    await sharp(bytes).modulate({ brightness: 1.08 }).jpeg().toBuffer(),
  ];
  const images = takes.map((take) => `data:image/jpeg;base64,${Buffer.from(take).toString('base64')}`);
  const { body } = await client.post(
    '/api/v1/face/enroll/',
    { employee_id: 'BENCH', images, quality_check: false },
    { token },
  );
  const task = (body as { task_id: string }).task_id;
  await eventually(
    () => client.get(`/api/v1/face/enroll/status/${task}/`, { token }),
    (answer) => (answer.body as { status: string }).status === 'completed',
  );
  for (const path of paths) {
    const camera = {
      id: `BENCH${path.slice(1)}`,
      name: 'B',
      location: 'B',
      rtsp_url: server.url(path),
      watch: true,
    };
    await client.post('/api/v1/cameras/', camera, { token });
  }
  await eventually(
    async () => (await client.get('/api/v1/cameras/', { token })).body as { results?: { status: string }[] },
    ({ results = [] }) => results.filter(({ status }) => status === 'online').length === CAMERAS,
    200,
  );

  const measure = async (what: string): Promise<void> => {
    const [before, cpuBefore, at] = [await counted(), cpuByProcess(), performance.now()];
    await pause(seconds * 1000);
    const [after, cpuAfter, time] = [await counted(), cpuByProcess(), (performance.now() - at) / 1000];
    const used = [...cpuAfter].reduce((sum, [pid, each]) => sum + each - (cpuBefore.get(pid) ?? 0), 0);
    const of = (fate: string): number => (after[fate] ?? 0) - (before[fate] ?? 0);
    row(what, of('looked_at'), of('judged'), used, time);
  };
  await measure(`Argus, ${CAMERAS} empty halls`);
  const shownAt = Date.now();
  for (const path of paths.slice(0, 1)) server.show(path, 'film', busy);
  const rows = await eventually(
    async () =>
      (await client.get('/api/v1/attendance/logs/?employee_id=BENCH', { token })).body as { count?: number },
    ({ count = 0 }) => count > 0 || Date.now() - shownAt > 60_000,
    50,
  );
  const logged = (Date.now() - shownAt) / 1000 - 1;
  await measure(`Argus, people walk past 1 of ${CAMERAS}`);
  for (const path of paths) server.show(path, 'film', busy);
  await measure(`Argus, people walk past all ${CAMERAS}`);
  await platform.stop();

  /* face-api loads its weights into the backend that is ready. */
  const require = createRequire(import.meta.url);
  const tf = require('@tensorflow/tfjs-core') as typeof TensorFlowCore;
  require('@tensorflow/tfjs-backend-wasm');
  await tf.setBackend('wasm');
  await tf.ready();
  const faceApi = await loadFaceApi();
  const newest = new Map<string, Buffer>();
  const readers = paths.map((path) => {
    const reader = spawn(
      'ffmpeg',
      [
        '-v',
        'error',
        '-nostdin',
        '-rtsp_transport',
        'tcp',
        '-i',
        server.url(path),
        '-an',
        '-vf',
        `fps=${WANTED_FPS}`,
        '-f',
        'image2pipe',
        '-c:v',
        'mjpeg',
        '-q:v',
        '3',
        'pipe:1',
      ],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    let rest = Buffer.alloc(0);
    reader.stdout.on('data', (piece: Buffer) => {
      rest = Buffer.concat([rest, piece]);
      for (
        let end = rest.indexOf(Buffer.from([0xff, 0xd9]));
        end >= 0;
        end = rest.indexOf(Buffer.from([0xff, 0xd9]))
      ) {
        newest.set(path, rest.subarray(0, end + 2));
        rest = rest.subarray(end + 2);
      }
    });
    return reader;
  });
  const cpu = cpuSecondsOf([process.pid, ...readers.map(({ pid }) => pid!)]);
  const options = new faceApi.SsdMobilenetv1Options({ minConfidence: 0.5 });
  let looked = 0;
  const [cpuBefore, at] = [cpu(), performance.now()];
  while (performance.now() - at < seconds * 1000) {
    const [next] = newest;
    if (!next) {
      await pause(20);
      continue;
    }
    newest.delete(next[0]);
    const { rgb, width, height } = await decodeUpright(next[1]);
    const image = tf.tensor3d(rgb, [height, width, 3], 'int32');
    await faceApi.detectAllFaces(image, options).withFaceLandmarks().withFaceDescriptors();
    image.dispose();
    looked++;
  }
  row(
    `ffmpeg and face-api, people walk past all ${CAMERAS}`,
    looked,
    looked,
    cpu() - cpuBefore,
    (performance.now() - at) / 1000,
  );
  for (const reader of readers) reader.kill('SIGKILL');
  console.log(table.toString());
  console.log(
    (rows.count ?? 0) > 0
      ? `Somebody enrolled steps into the picture: the row is read ${logged.toFixed(1)} s later`
      : 'MISSED: nobody was logged',
  );
  process.exitCode = (rows.count ?? 0) > 0 ? 0 : 1;
} finally {
  await platform.stop();
  await server.kill();
  for (const folder of [hall, busy]) rmSync(folder, { recursive: true, force: true });
}
process.exit();
