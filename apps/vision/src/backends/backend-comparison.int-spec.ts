import { portraitsOf } from '@argus/testing/photographs';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { AnalysisPool } from '../pool/analysis-pool.js';
import { similarity } from '../accuracy/pair-scores.js';
import { analyseAll, startAnalysis } from '../testing/analyse-photographs.js';

/** Emulated GPUs are tested too and take minutes. */
const TIMEOUT_MS = 600_000;

const pools: AnalysisPool[] = [];
afterAll(() => Promise.all(pools.map((pool) => pool.stop())));

async function start(backend: 'webgpu' | 'wasm'): Promise<AnalysisPool> {
  const pool = await startAnalysis({ backend, startTimeoutMs: TIMEOUT_MS, batchTimeoutMs: TIMEOUT_MS });
  pools.push(pool);
  return pool;
}

const webgpu = await start('webgpu').catch((error: unknown) => String(error));
const title = 'the webgpu backend';

if (typeof webgpu === 'string') {
  process.stderr.write(`SKIPPED: ${title} cannot run here, so it is not compared with wasm (${webgpu})\n`);
}

describe(title, () => {
  (typeof webgpu === 'string' ? it.skip : it)(
    'the webgpu backend: a face gets the same box, scores and descriptor as on the wasm backend',
    async () => {
      const photographs = portraitsOf('franck').slice(0, 1);
      const [wasm] = await analyseAll(await start('wasm'), photographs);
      const [gpu] = await analyseAll(webgpu as AnalysisPool, photographs);
      const one = gpu!.face;
      const other = wasm!.face;
      for (const side of ['x', 'y', 'width', 'height'] as const)
        expect(Math.abs(one.box[side] - other.box[side])).toBeLessThanOrEqual(1);
      expect(one.meshScore).toBeCloseTo(other.meshScore, 3);
      expect(one.pose.yawDegrees).toBeCloseTo(other.pose.yawDegrees, 1);
      expect(one.quality.score).toBeCloseTo(other.quality.score, 2);
      expect(one.passive!.antiSpoof).toBeCloseTo(other.passive!.antiSpoof!, 2);
      expect(one.passive!.liveness).toBeCloseTo(other.passive!.liveness, 2);
      expect(one.irises!.right.centre.x).toBeCloseTo(other.irises!.right.centre.x, 0);
      expect(similarity(one.descriptor!, other.descriptor!)).toBeGreaterThan(0.9999);
    },
    TIMEOUT_MS,
  );
});
