/*
 * CPU time of the gaze of one frame of a webcam (640×480 JPEG): decode, face, mesh, irises, pose and gaze, on one thread of the WASM
 * backend. It is CPU time of the whole process, so that the load of the machine matters little. Then the share of each stage.
 *   node tools/bench/gaze-frame.ts [rounds]     (after a build)
 */
import { decodeUpright } from '@argus/imaging';
import { portraitsOf } from '@argus/testing/photographs';
import Table from 'cli-table3';
import { cpus } from 'node:os';
import sharp from 'sharp';
import { PhotographAnalyser } from '#vision/analysis/photograph-analyser.js';
import { startBackend } from '#vision/backends/start-backend.js';
import { cameraOf } from '#vision/gaze/camera.js';
import { measureGaze } from '#vision/gaze/measure-gaze.js';
import { loadModelSet } from '#vision/models/model-set.js';

const AIM_MS = 60;
const rounds = Number(process.argv[2] ?? 10);
const median = (values: readonly number[]) =>
  values.toSorted((one, other) => one - other)[values.length >> 1]!;

await startBackend('wasm');
const network = process.env.GAZE_MODEL_DIR;
if (!network) process.stdout.write('GAZE_MODEL_DIR is not set: the row of the gaze network is missing\n');
const models = await loadModelSet();
const frames = await Promise.all(
  portraitsOf('franck').map(async ({ read }) =>
    sharp(await read())
      .resize(640, 480, { fit: 'cover' })
      .jpeg({ quality: 85 })
      .toBuffer(),
  ),
);
const noStages = { descriptor: false, passiveLiveness: false, iris: false };
const requestOf = (photograph: Uint8Array) => ({
  photograph,
  maxFaces: 1,
  stages: noStages,
  gaze: { camera: null },
});

async function cpuMsPerFrame(
  run: (batch: readonly Uint8Array[]) => Promise<unknown>,
  size = 1,
): Promise<number> {
  const perFrame: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const before = process.cpuUsage();
    for (let i = 0; i < frames.length; i += size) await run(frames.slice(i, i + size));
    const { user, system } = process.cpuUsage(before);
    if (round > 0) perFrame.push((user + system) / 1000 / frames.length);
  }
  return median(perFrame);
}

const analyser = new PhotographAnalyser(models);
const rows = [
  { name: 'one frame at a time', ms: await cpuMsPerFrame((batch) => analyser.analyse(batch.map(requestOf))) },
  {
    name: 'four frames share the runs of the models',
    ms: await cpuMsPerFrame((batch) => analyser.analyse(batch.map(requestOf)), 4),
  },
];
if (network) {
  const withNetwork = new PhotographAnalyser(await loadModelSet({ gazeModel: network }));
  const ms = await cpuMsPerFrame((batch) => withNetwork.analyse(batch.map(requestOf)));
  rows.push({ name: 'one at a time, with the gaze network', ms });
}

const stages: Record<string, number[]> = {};
const timed = async <T>(stage: string, work: () => T | Promise<T>): Promise<T> => {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  (stages[stage] ??= []).push((user + system) / 1000);
  return result;
};
for (let round = 0; round < rounds; round++) {
  for (const frame of frames) {
    const picture = await timed('decode', () => decodeUpright(frame));
    const [detection] = await timed('find the face', () => models.detector.detect(picture, 'largest'));
    const [face] = await timed('mesh', () => models.faceMesh.fit([{ picture, detection: detection! }]));
    const { mesh } = face!;
    const [irises] = await timed('irises', () => models.iris.locate([{ picture, mesh }]));
    const camera = cameraOf(picture);
    await timed('pose and gaze', () => measureGaze({ picture, mesh, irises: irises!, camera }));
  }
}

const print = (head: string[], body: string[][]): void => {
  const table = new Table({ head, style: { head: [], border: [] } });
  table.push(...body);
  process.stdout.write(`${String(table)}\n`);
};
process.stdout.write(
  `${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}, ${frames.length} frames 640×480\n`,
);
print(
  ['gaze of a frame', 'CPU ms', `of the aim (${AIM_MS} ms)`, 'to the first row'],
  rows.map(({ name, ms }) => [
    name,
    ms.toFixed(1),
    `${((100 * ms) / AIM_MS).toFixed(0)} %`,
    (ms / rows[0]!.ms).toFixed(2),
  ]),
);
const total = Object.values(stages).reduce((sum, values) => sum + median(values), 0);
print(
  ['stage', 'CPU ms', 'share'],
  Object.entries(stages).map(([stage, values]) => {
    const ms = median(values);
    return [stage, ms.toFixed(2), `${((100 * ms) / total).toFixed(0)} %`];
  }),
);
