import type { AnalysisStages, FaceAnalysis } from '../analysis/photograph-analysis.js';
import { AnalysisPool, type PoolOptions } from '../pool/analysis-pool.js';

/** The part of a test photograph that the analysis needs. */
interface NamedPhotograph {
  readonly name: string;
  readonly read: () => Promise<Uint8Array>;
}

export interface AnalysedFace<P> {
  readonly photograph: P;
  readonly face: FaceAnalysis;
}

export const noStages: AnalysisStages = { descriptor: false, passiveLiveness: false, iris: false };
const everyStage: AnalysisStages = { descriptor: true, passiveLiveness: true, antiSpoof: true, iris: true };

/** Starts a pool of real workers, as the service does. */
export async function startAnalysis(options: Partial<PoolOptions> = {}): Promise<AnalysisPool> {
  const pool = new AnalysisPool({
    backend: 'wasm',
    workers: 1,
    maxQueued: 1000,
    batchSize: 4,
    ...options,
  });
  await pool.start();
  return pool;
}

/** Returns all faces of all photographs, in the order of the photographs and largest first in each. */
export async function analyseAll<P extends NamedPhotograph>(
  pool: AnalysisPool,
  photographs: readonly P[],
  stages: AnalysisStages = everyStage,
): Promise<AnalysedFace<P>[]> {
  const analyses = await Promise.all(
    photographs.map(async (photograph) => {
      const analysis = await pool.analyse({ photograph: await photograph.read(), maxFaces: 50, stages });
      return analysis.faces.map((face) => ({ photograph, face }));
    }),
  );
  return analyses.flat();
}
