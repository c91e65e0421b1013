/*
 * Compares the face pipeline of Argus with face-api's (SSD or tiny detector, 68 landmarks, descriptor): same photographs, decoder
 * and WASM backend, one thread, alternating rounds. Then the stages, the pool of workers, and exact search in galleries.
 *   node tools/bench/vision.ts [rounds]
 */
import { decodeUpright } from '@argus/imaging';
import { groups, type Photograph, portraits } from '@argus/testing';
import Table from 'cli-table3';
import { availableParallelism, cpus } from 'node:os';
import { acceptRate, type LabelledFace, scorePairs } from '#vision/accuracy/pair-scores.js';
import type { AnalysisStages } from '#vision/analysis/photograph-analysis.js';
import { PhotographAnalyser } from '#vision/analysis/photograph-analyser.js';
import { startBackend } from '#vision/backends/start-backend.js';
import { Gallery } from '#vision/gallery/gallery.js';
import { loadModelSet } from '#vision/models/model-set.js';
import { AnalysisPool } from '#vision/pool/analysis-pool.js';
import { describeWithFaceApi, loadFaceApi } from './vision-face-api.ts';

interface DescribedFace {
  readonly area: number;
  readonly descriptor: ArrayLike<number> | null;
}
interface FoundFace extends DescribedFace {
  readonly photograph: Photograph;
}
type Describe = (bytes: Uint8Array) => Promise<DescribedFace[]>;

const rounds = Number(process.argv[2] ?? 3);
const median = (values: readonly number[]) =>
  values.toSorted((one, other) => one - other)[values.length >> 1]!;
const print = (head: string[], rows: (string | number)[][]): void => {
  const table = new Table({ head, style: { head: [], border: [] } });
  table.push(...rows);
  process.stdout.write(`${String(table)}\n`);
};

await startBackend('wasm');
const models = await loadModelSet();
const faceApi = await loadFaceApi();
const photographs = await Promise.all(
  [...portraits, ...groups].map(async (photograph) => ({ photograph, bytes: await photograph.read() })),
);
const expected = photographs.reduce((sum, { photograph }) => sum + photograph.faces, 0);

const recognition = { descriptor: true, passiveLiveness: false, iris: false };
const analyser = new PhotographAnalyser(models);
const argus =
  (stages: AnalysisStages): Describe =>
  async (bytes) => {
    const [result] = await analyser.analyse([{ photograph: bytes, maxFaces: 50, stages }]);
    if (result?.status !== 'fulfilled') throw result?.reason;
    return result.value.faces.map(({ descriptor, box }) => ({ area: box.width * box.height, descriptor }));
  };
const withFaceApi =
  (options: unknown): Describe =>
  async (bytes) =>
    describeWithFaceApi(faceApi, options, await decodeUpright(bytes, { maxEdgePx: 2048 }));
interface Pipeline {
  readonly name: string;
  readonly run: Describe;
  readonly seconds: number[];
  faces: FoundFace[];
}
const pipelines: Pipeline[] = [
  { name: 'Argus (detect, mesh, quality, descriptor)', run: argus(recognition) },
  {
    name: 'Argus, also passive liveness and iris',
    run: argus({ descriptor: true, passiveLiveness: true, iris: true }),
  },
  {
    name: 'face-api, SSD MobileNet',
    run: withFaceApi(new faceApi.SsdMobilenetv1Options({ minConfidence: 0.5 })),
  },
  {
    name: 'face-api, tiny detector (416)',
    run: withFaceApi(new faceApi.TinyFaceDetectorOptions({ inputSize: 416 })),
  },
].map((pipeline) => ({ ...pipeline, seconds: [], faces: [] }));

process.stdout.write(
  `${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}, ${photographs.length} photographs, ${expected} faces\n`,
);
for (let round = 0; round <= rounds; round++) {
  for (const pipeline of pipelines) {
    const startedAt = performance.now();
    const faces: FoundFace[] = [];
    for (const { photograph, bytes } of photographs) {
      const found = await pipeline.run(bytes);
      faces.push(...found.map((face) => ({ ...face, photograph })));
    }
    // Round 0 warms up.
    if (round > 0) pipeline.seconds.push((performance.now() - startedAt) / 1000);
    pipeline.faces = faces;
  }
}

/** The largest face of a portrait is the person; smaller ones are false detections. */
function labelled(faces: readonly FoundFace[]): LabelledFace[] {
  const portraitFaces = portraits.flatMap((portrait) => {
    const own = faces
      .filter(({ photograph }) => photograph === portrait)
      .sort((one, other) => other.area - one.area);
    return own.slice(0, 1);
  });
  const others = faces.filter(({ photograph }) => photograph.person === undefined);
  return [...portraitFaces, ...others].flatMap(({ photograph, descriptor }) =>
    descriptor
      ? [
          {
            person: photograph.person,
            photograph: photograph.name,
            descriptor: Float32Array.from(descriptor),
          },
        ]
      : [],
  );
}

const genuinePairs = scorePairs(
  portraits.map((portrait) => ({
    person: portrait.person,
    photograph: portrait.name,
    descriptor: new Float32Array(),
  })),
).genuine.length;
const rate = (pipeline: Pipeline) => labelled(pipeline.faces).length / median(pipeline.seconds);
const argusRate = rate(pipelines[0]!);
print(
  [
    'pipeline',
    'faces described',
    'missed',
    'faces/s',
    'Argus is',
    'impostor max',
    'TAR above it',
    'of all pairs',
  ],
  pipelines.map((pipeline) => {
    const faces = labelled(pipeline.faces);
    const { genuine, impostor } = scorePairs(faces);
    const highest = impostor.at(-1)!;
    const accepted = acceptRate(genuine, highest + 1e-9);
    return [
      pipeline.name,
      faces.length,
      expected - faces.length,
      rate(pipeline).toFixed(2),
      `${(argusRate / rate(pipeline)).toFixed(2)}x`,
      highest.toFixed(4),
      `${(100 * accepted).toFixed(1)} % of ${genuine.length}`,
      `${((100 * accepted * genuine.length) / genuinePairs).toFixed(1)} %`,
    ];
  }),
);

const stageTimes: Record<string, number[]> = {};
const timed = async <T>(stage: string, work: () => Promise<T>): Promise<T> => {
  const startedAt = performance.now();
  const result = await work();
  (stageTimes[stage] ??= []).push(performance.now() - startedAt);
  return result;
};
for (let round = 0; round < 10; round++) {
  for (const { bytes } of photographs.slice(-7)) {
    const picture = await timed('decode', () => decodeUpright(bytes, { maxEdgePx: 2048 }));
    const detections = await timed('detect', () => models.detector.detect(picture));
    const found = detections.slice(0, 3).map((detection) => ({ picture, detection }));
    const meshed = await timed('mesh, 3 faces', () => models.faceMesh.fit(found));
    const faces = meshed.map(({ mesh }) => ({ picture, mesh }));
    await timed('descriptor, 3 faces', () => models.descriptor.describe(faces));
    await timed('passive liveness, 3 faces', () => models.passiveLiveness.score(faces));
    await timed('iris, 3 faces', () => models.iris.locate(faces));
  }
}
print(
  ['stage (groups of 3 to 5, up to 1920x1537)', 'median ms', 'per face'],
  Object.entries(stageTimes).map(([stage, times]) => [
    stage,
    median(times).toFixed(1),
    stage.includes('3 faces') ? (median(times) / 3).toFixed(1) : '',
  ]),
);

const workers = Math.max(1, availableParallelism() - 1);
const poolRows: (string | number)[][] = [];
for (const count of new Set([1, workers, availableParallelism()])) {
  const pool = new AnalysisPool({ backend: 'wasm', workers: count, maxQueued: 10_000, batchSize: 4 });
  const startedAt = performance.now();
  await pool.start();
  const startMs = performance.now() - startedAt;
  const runAll = () =>
    Promise.all(
      photographs.map(({ bytes }) => pool.analyse({ photograph: bytes, maxFaces: 50, stages: recognition })),
    );
  await runAll();
  const workAt = performance.now();
  const analyses = await runAll();
  const faces = analyses.reduce((sum, analysis) => sum + analysis.faces.length, 0);
  poolRows.push([count, startMs.toFixed(0), (faces / ((performance.now() - workAt) / 1000)).toFixed(2)]);
  await pool.stop();
}
print(['workers', 'first ready after ms', 'faces/s'], poolRows);

function randomUnitVector(): Float32Array {
  const vector = Float32Array.from({ length: 128 }, () => Math.random() - 0.5);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
print(
  ['descriptors in the gallery', 'people', 'search median ms', 'p95 ms'],
  [5_000, 100_000].map((size) => {
    const gallery = new Gallery();
    for (let i = 0; i < size / 2; i++) gallery.replace(String(i), [randomUnitVector(), randomUnitVector()]);
    const times = Array.from({ length: 60 }, () => {
      const probe = randomUnitVector();
      const startedAt = performance.now();
      gallery.search(probe, 2);
      return performance.now() - startedAt;
    }).toSorted((one, other) => one - other);
    return [size, gallery.size, median(times).toFixed(2), times[56]!.toFixed(2)];
  }),
);
