import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import type { Backend } from './backend.js';

/** WebAssembly with SIMD on one thread. It works wherever Node does; worker threads scale it. */
export const wasmBackend: Backend = {
  name: 'wasm',
  accelerated: false,
  register: async () => {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
    setWasmPaths(dirname(entry) + sep);
  },
};
