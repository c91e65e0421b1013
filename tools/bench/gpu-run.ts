/*
 * Runs every model of vision on one backend and prints a line of JSON per result. tools/bench/gpu.ts starts it once per backend.
 *   node tools/bench/gpu-run.ts <wasm|webgpu> <seconds>
 */
import { decodeUpright } from '@argus/imaging';
import { groups, portraitsOf } from '@argus/testing/photographs';
import * as tf from '@tensorflow/tfjs-core';
import { PhotographAnalyser } from '#vision/analysis/photograph-analyser.js';
import type { BackendChoice } from '#vision/backends/backend.js';
import { startBackend } from '#vision/backends/start-backend.js';
import type { MeshedFace } from '#vision/mesh/face-mesh.js';
import { loadModelSet } from '#vision/models/model-set.js';

export type GpuResult =
  | { readonly kind: 'started'; readonly backend: string; readonly startMs: number }
  | { readonly kind: 'failed'; readonly reason: string }
  | {
      readonly kind: 'model';
      readonly model: string;
      readonly batch: number;
      /** Median of the runs after the first; that of the first if there was time for no other. */
      readonly ms: number;
      readonly firstMs: number;
      readonly runs: number;
    }
  | { readonly kind: 'output'; readonly model: string; readonly values: readonly number[] }
  | {
      readonly kind: 'photographs';
      readonly count: number;
      readonly faces: number;
      readonly ms: number;
      readonly cpuMs: number;
    }
  | { readonly kind: 'memory'; readonly gpuMib: number; readonly rssMib: number };

const BATCHES = [1, 4, 8, 16, 32];
const RUNS = 20;
const print = (result: GpuResult) => process.stdout.write(`${JSON.stringify(result)}\n`);
const [, , backend, seconds] = process.argv;
const endsAt = performance.now() + Number(seconds) * 1000;

try {
  await run(backend as BackendChoice);
} catch (error) {
  print({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
}
process.exit(0);

async function run(choice: BackendChoice): Promise<void> {
  const startedAt = performance.now();
  const { name } = await startBackend(choice);
  const models = await loadModelSet();
  print({ kind: 'started', backend: name, startMs: performance.now() - startedAt });
  const bytes = await portraitsOf('franck')[0]!.read();
  const picture = await decodeUpright(bytes, { maxEdgePx: 2048 });
  const detect = () => models.detector.detect(picture, 'all');
  const [detection] = await detect();
  if (!detection) throw new Error('The detector found nobody');
  print({ kind: 'output', model: 'detector', values: Object.values(detection.box) });
  const [face] = await models.faceMesh.fit([{ picture, detection }]);
  const meshed = { picture, ...face! };
  print({ kind: 'output', model: 'mesh', values: pointsOf(meshed) });
  const [descriptor] = await models.descriptor.describe([meshed]);
  print({ kind: 'output', model: 'descriptor', values: [...descriptor!] });
  const [irises] = await models.iris.locate([meshed]);
  print({ kind: 'output', model: 'iris', values: [irises!.right.centre.x, irises!.right.centre.y] });
  const [passive] = await models.passiveLiveness.score([meshed], true);
  print({ kind: 'output', model: 'passive liveness', values: [passive!.antiSpoof!, passive!.liveness] });
  await time('detector', 1, detect);
  for (const batch of BATCHES) {
    const faces = Array.from({ length: batch }, () => meshed);
    await time('mesh', batch, () => models.faceMesh.fit(faces.map(() => ({ picture, detection }))));
    await time('descriptor', batch, () => models.descriptor.describe(faces));
    await time('iris', batch, () => models.iris.locate(faces));
    await time('passive liveness', batch, () => models.passiveLiveness.score(faces, true));
  }
  print({
    kind: 'memory',
    gpuMib: ((tf.memory() as { numBytesInGPU?: number }).numBytesInGPU ?? 0) / 2 ** 20,
    rssMib: process.memoryUsage().rss / 2 ** 20,
  });
  await analyse(new PhotographAnalyser(models));
}

function pointsOf({ mesh }: MeshedFace): number[] {
  return [10, 152, 234, 454, 33, 263].flatMap((index) => [mesh.at(index).x, mesh.at(index).y]);
}

/** Runs until it has enough figures or no time is left. The first run compiles kernels. */
async function time(model: string, batch: number, work: () => Promise<unknown>): Promise<void> {
  const times: number[] = [];
  do {
    if (performance.now() > endsAt) break;
    const startedAt = performance.now();
    await work();
    times.push(performance.now() - startedAt);
  } while (times.length <= RUNS);
  const [firstMs, ...others] = times;
  if (firstMs === undefined) return;
  const ms = others.toSorted((one, other) => one - other)[others.length >> 1] ?? firstMs;
  print({ kind: 'model', model, batch, ms, firstMs, runs: others.length });
}

/** Analyses photographs of several people as the service does, as many at once as it would take from its queue. */
async function analyse(analyser: PhotographAnalyser): Promise<void> {
  const photographs = await Promise.all(groups.map(({ read }) => read()));
  const stages = { descriptor: true, passiveLiveness: false, iris: false };
  const requests = photographs.map((photograph) => ({ photograph, maxFaces: 50, stages }));
  for (let round = 0; round < 3; round++) {
    if (performance.now() > endsAt) return;
    const startedAt = performance.now();
    const before = process.cpuUsage();
    const results = await analyser.analyse(requests);
    const { user, system } = process.cpuUsage(before);
    const ms = performance.now() - startedAt;
    if (round === 0) continue; // Kernels for new batch sizes are compiled.
    const faces = results.reduce(
      (sum, result) => sum + (result.status === 'fulfilled' ? result.value.faces.length : 0),
      0,
    );
    print({ kind: 'photographs', count: requests.length, faces, ms, cpuMs: (user + system) / 1000 });
  }
}
