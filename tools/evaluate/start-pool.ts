/* The product's workers for a measurement. */
import { StartError } from '@argus/service-kit';
import type { AnalysisPool, PoolEvent } from '#vision/pool/analysis-pool.js';
import { startAnalysis } from '#vision/testing/analyse-photographs.js';

function report(event: PoolEvent): void {
  if (event.kind === 'worker-lost')
    process.stderr.write(`A worker ended with ${event.jobs} photographs in flight: ${event.reason}\n`);
}

/** Starts workers that say when one is lost. Ends this process with one sentence if vision cannot start. */
export async function startPool(workers: number): Promise<AnalysisPool> {
  try {
    return await startAnalysis({ workers, report });
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
