import type { WorkerMessage } from '../pool/worker-messages.js';

/** What a worker without models says at its start. */
export const workerReady: WorkerMessage = {
  kind: 'ready',
  backend: 'wasm',
  accelerated: false,
  skipped: [],
  gazeModel: 'scripted',
};
