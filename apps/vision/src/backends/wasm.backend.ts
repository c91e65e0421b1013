import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import type { Backend } from './backend.js';

/** WebAssembly with SIMD, one thread: works everywhere Node does. Scaled by worker threads. */
export const wasmBackend: Backend = {
  name: 'wasm',
  accelerated: false,
  register: async () => {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
    setWasmPaths(dirname(entry) + sep);
  },
};
