import type { BackendName } from '../backends/backend.js';
import type { PoolEvent } from './analysis-pool.js';

const places: Readonly<Record<BackendName, string>> = {
  tensorflow: 'by native TensorFlow',
  webgpu: 'on the GPU (WebGPU)',
  wasm: 'on the CPU (WebAssembly)',
};

/** Where the lines of a pool go. */
export interface PoolLogger {
  log(line: string): void;
  debug(line: string): void;
  error(line: string): void;
}

/** Returns what tells people of a pool's events. How faces are analysed is said once; further workers are details. */
export function poolLog(logger: PoolLogger): (event: PoolEvent) => void {
  let isSaid = false;
  return (event) => {
    if (event.kind === 'analysed') return;
    if (event.kind === 'worker-lost') {
      logger.error(`A worker ended with ${event.jobs} photographs in flight: ${event.reason}`);
      return;
    }
    if (isSaid) return logger.debug(`Another worker is ready on ${event.backend}`);
    isSaid = true;
    logger.log(`Faces are analysed ${places[event.backend]}`);
    /* No failure: with VISION_BACKEND=auto most machines lack the faster backends. */
    for (const reason of event.skipped) logger.debug(`Not used: ${reason}`);
  };
}
