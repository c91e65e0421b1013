import { activate, type Backend, type BackendChoice, type BackendName } from './backend.js';
import { tensorflowBackend } from './tensorflow.backend.js';
import { wasmBackend } from './wasm.backend.js';
import { webgpuBackend } from './webgpu.backend.js';

/** Best first: `auto` takes the first that starts. */
const backends: readonly Backend[] = [tensorflowBackend, webgpuBackend, wasmBackend];

export interface StartedBackend {
  readonly name: BackendName;
  readonly accelerated: boolean;
  /** Why better ones were passed over. */
  readonly passedOver: readonly string[];
}

/** Starts TensorFlow.js in this thread; throws when the chosen backend, or with `auto` every one, fails. */
export async function startBackend(choice: BackendChoice): Promise<StartedBackend> {
  const passedOver: string[] = [];
  for (const backend of backends) {
    if (choice !== 'auto' && choice !== backend.name) continue;
    try {
      await backend.register(choice !== 'auto');
      await activate(backend.name);
      return { name: backend.name, accelerated: backend.accelerated, passedOver };
    } catch (error) {
      passedOver.push(`${backend.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error(
    `VISION_BACKEND=${choice} does not work here, auto takes what does; ${passedOver.join('; ')}`,
  );
}
