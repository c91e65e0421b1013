/*
 * Compares the face pipeline of Argus with the one it began with (BlazeFace back, dlib) and with face-api's (SSD or tiny detector,
 * 68 landmarks, dlib): same photographs, decoder and WASM backend, one thread, alternating rounds. CPU time of the process, so that
 * the load of the machine matters little. Then the stages of an identification, the pool of workers, and search in galleries.
 *   node tools/bench/vision.ts [rounds]
 */
import { decodeUpright } from '@argus/imaging';
import { groups, type Photograph, portraits, portraitsOf } from '@argus/testing/photographs';
import Table from 'cli-table3';
import { availableParallelism } from 'node:os';
import sharp from 'sharp';
import { PhotographAnalyser } from '#vision/analysis/photograph-analyser.js';
import { startBackend } from '#vision/backends/start-backend.js';
import { loadModelSet, type ModelSet } from '#vision/models/model-set.js';
import { AnalysisPool } from '#vision/pool/analysis-pool.js';
import { modelsOfTheBeginning } from './vision-before.ts';
import { describeWithFaceApi, loadFaceApi } from './vision-face-api.ts';
import { measureSearch } from './vision-gallery.ts';
import { cpuMsOf, median, StageClock } from './vision-stages.ts';

const rounds = Number(process.argv[2] ?? 3);
const print = (head: string[], rows: (string | number)[][]): void => {
  const table = new Table({ head, style: { head: [], border: [] } });
  table.push(...rows);
  process.stdout.write(`${String(table)}\n`);
};
const recognition = { descriptor: true, passiveLiveness: false, iris: false };
const withHint = { ...recognition, passiveLiveness: true };
const withBoth = { ...withHint, antiSpoof: true };

await startBackend('wasm');
const models = await loadModelSet();
const before = await modelsOfTheBeginning(models);
const faceApi = await loadFaceApi();
const read = (photographs: readonly Photograph[]) => Promise.all(photographs.map((each) => each.read()));
const photographs = await read([...portraits, ...groups]);
const expected = [...portraits, ...groups].reduce((sum, { faces }) => sum + faces, 0);

/** Describes every face of a photograph and returns their number. */
type Describe = (photograph: Uint8Array) => Promise<number>;
const argus = (set: ModelSet): Describe => {
  const analyser = new PhotographAnalyser(set);
  return async (photograph) => {
    const [result] = await analyser.analyse([{ photograph, maxFaces: 50, stages: recognition }]);
    if (result?.status !== 'fulfilled') throw result?.reason;
    return result.value.faces.filter(({ descriptor }) => descriptor).length;
  };
};
const withFaceApi =
  (options: unknown): Describe =>
  async (photograph) => {
    const picture = await decodeUpright(photograph, { maxEdgePx: 2048 });
    return (await describeWithFaceApi(faceApi, options, picture)).length;
  };
const pipelines = [
  { name: 'Argus', run: argus(models) },
  { name: 'Argus as it began (BlazeFace back, dlib)', run: argus(before) },
  {
    name: 'face-api, SSD MobileNet',
    run: withFaceApi(new faceApi.SsdMobilenetv1Options({ minConfidence: 0.5 })),
  },
  {
    name: 'face-api, tiny detector (416)',
    run: withFaceApi(new faceApi.TinyFaceDetectorOptions({ inputSize: 416 })),
  },
].map((pipeline) => ({ ...pipeline, ms: [] as number[], faces: 0 }));
for (let round = 0; round <= rounds; round++)
  for (const pipeline of pipelines) {
    pipeline.faces = 0;
    const ms = await cpuMsOf(async () => {
      for (const photograph of photographs) pipeline.faces += await pipeline.run(photograph);
    });
    if (round > 0) pipeline.ms.push(ms); // Round 0 warms up.
  }
const perFace = ({ ms, faces }: (typeof pipelines)[number]) => median(ms) / faces;
console.log(`All faces of ${photographs.length} photographs (${expected} faces), one face after another`);
print(
  ['pipeline', 'faces described', 'CPU ms per face', 'Argus is'],
  pipelines.map((pipeline) => [
    pipeline.name,
    pipeline.faces,
    perFace(pipeline).toFixed(1),
    `${(perFace(pipeline) / perFace(pipelines[0]!)).toFixed(2)}x`,
  ]),
);

/* A photograph as a kiosk takes it: one person, 1280 × 720. */
const kiosk = await Promise.all(
  (await read(portraitsOf('franck'))).map((bytes) =>
    sharp(bytes).resize(1280, 720, { fit: 'contain' }).jpeg({ quality: 90 }).toBuffer(),
  ),
);
const clock = new StageClock();
const sets = [
  { name: 'now', analyser: new PhotographAnalyser(clock.around(models)), stages: recognition },
  {
    name: 'now, with the hint (default)',
    analyser: new PhotographAnalyser(clock.around(models)),
    stages: withHint,
  },
  {
    name: 'now, where passive models gate',
    analyser: new PhotographAnalyser(clock.around(models)),
    stages: withBoth,
  },
  { name: 'as it began', analyser: new PhotographAnalyser(clock.around(before)), stages: withBoth },
].map((set) => ({ ...set, samples: [] as ReadonlyMap<string, number>[] }));
for (let round = 0; round <= rounds; round++)
  for (const photograph of kiosk)
    for (const { analyser, stages, samples } of sets) {
      clock.read();
      const decode = await cpuMsOf(() => decodeUpright(photograph, { maxEdgePx: 2048 }));
      const whole = await cpuMsOf(() => analyser.analyse([{ photograph, maxFaces: 1, stages }]));
      if (round > 0) samples.push(new Map([['whole', whole], ['decode', decode], ...clock.read()]));
    }
const stageNames = [
  ...new Set(sets.flatMap(({ samples }) => samples.flatMap((sample) => [...sample.keys()]))),
];
const stageMs = ({ samples }: (typeof sets)[number], stage: string) =>
  median(samples.map((sample) => sample.get(stage) ?? 0));
const beganMs = stageMs(sets.at(-1)!, 'whole');
console.log('CPU ms of an identification without its search, one face, 1280 × 720 JPEG');
print(
  ['stage', ...sets.map(({ name }) => name)],
  [
    ...stageNames.map((stage) => [stage, ...sets.map((set) => stageMs(set, stage).toFixed(1))]),
    ['whole / as it began', ...sets.map((set) => (stageMs(set, 'whole') / beganMs).toFixed(2))],
  ],
);

const workers = Math.max(1, availableParallelism() - 1);
const poolRows: string[][] = [];
for (const count of new Set([1, workers, availableParallelism()])) {
  const pool = new AnalysisPool({ backend: 'wasm', workers: count, maxQueued: 10_000, batchSize: 4 });
  const startedAt = performance.now();
  await pool.start();
  const startMs = performance.now() - startedAt;
  const runAll = () =>
    Promise.all(
      photographs.map((photograph) => pool.analyse({ photograph, maxFaces: 50, stages: recognition })),
    );
  await runAll();
  const workAt = performance.now();
  const faces = (await runAll()).reduce((sum, analysis) => sum + analysis.faces.length, 0);
  poolRows.push([
    String(count),
    startMs.toFixed(0),
    ((faces * 1000) / (performance.now() - workAt)).toFixed(1),
  ]);
  await pool.stop();
}
print(['workers', 'ready after ms', 'faces/s'], poolRows);

const searches = [await measureSearch(100_000), await measureSearch(1_000_000)];
print(
  ['descriptors', 'people', 'search ms', '95 % below', 'CPU ms', 'others wait ms', 'MiB more (RSS)'],
  searches.map(({ descriptors, people, medianMs, highMs, cpuMs, blockedMs, rssMib }) => [
    descriptors,
    people,
    ...[medianMs, highMs, cpuMs, blockedMs].map((ms) => ms.toFixed(1)),
    rssMib.toFixed(0),
  ]),
);
