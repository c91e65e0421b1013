import { activate, type Backend, type BackendChoice, type BackendName } from './backend.js';
import { tensorflowBackend } from './tensorflow.backend.js';
import { wasmBackend } from './wasm.backend.js';
import { webgpuBackend } from './webgpu.backend.js';

/** Fastest first: `auto` takes the first backend that starts. */
const backends: readonly Backend[] = [tensorflowBackend, webgpuBackend, wasmBackend];

export interface StartedBackend {
  readonly name: BackendName;
  readonly accelerated: boolean;
  /** Why faster backends were skipped, one reason each. */
  readonly skipped: readonly string[];
}

/** Starts TensorFlow.js in this thread. Throws if the chosen backend fails or, with `auto`, every backend fails. */
export async function startBackend(choice: BackendChoice): Promise<StartedBackend> {
  const skipped: string[] = [];
  for (const backend of backends) {
    if (choice !== 'auto' && choice !== backend.name) continue;
    try {
      await backend.register(choice !== 'auto');
      await activate(backend.name);
      return { name: backend.name, accelerated: backend.accelerated, skipped };
    } catch (error) {
      skipped.push(`${backend.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error(
    `VISION_BACKEND=${choice} does not work on this machine; auto chooses one that does. ${skipped.join('; ')}`,
  );
}
