import type { Photograph } from '@argus/testing';
import type { AnalysisStages, FaceAnalysis } from '../analysis/photograph-analysis.js';
import { AnalysisPool } from '../pool/analysis-pool.js';

export interface AnalysedFace {
  readonly photograph: Photograph;
  /** Place among the photograph's faces, largest first. */
  readonly index: number;
  readonly face: FaceAnalysis;
}

export const everyStage: AnalysisStages = { descriptor: true, passiveLiveness: true, iris: true };

/** A pool of real workers as the service runs it. */
export async function startAnalysis(
  options: { workers?: number; backend?: 'auto' | 'webgpu' | 'wasm' } = {},
): Promise<AnalysisPool> {
  const pool = new AnalysisPool({ backend: 'wasm', workers: 1, queueBound: 1000, batchSize: 4, ...options });
  await pool.start();
  return pool;
}

/** All faces of all photographs. */
export async function analyseAll(
  pool: AnalysisPool,
  photographs: readonly Photograph[],
  stages: AnalysisStages = everyStage,
): Promise<AnalysedFace[]> {
  const analyses = await Promise.all(
    photographs.map(async (photograph) => {
      const analysis = await pool.analyse({ photograph: await photograph.read(), maxFaces: 50, stages });
      return analysis.faces.map((face, index) => ({ photograph, index, face }));
    }),
  );
  return analyses.flat();
}
