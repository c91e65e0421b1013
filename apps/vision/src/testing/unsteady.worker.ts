import { parentPort, threadId } from 'node:worker_threads';
import type { WorkerMessage } from '../pool/worker-messages.js';
import { workerReady } from './worker-ready.js';

/* Worker for tests of the pool: the first thread of the process dies at work, the second at its start, the next ones answer. */

if (threadId === 2) process.exit(3);
parentPort!.on('message', ({ requests }: { requests: readonly unknown[] }) => {
  if (threadId === 1) process.exit(3);
  const analysis = { width: 1, height: 1, facesDetected: 0, secondFaceShare: 0, faces: [] };
  const done: WorkerMessage = { kind: 'done', replies: requests.map(() => ({ ok: true, analysis })) };
  parentPort!.postMessage(done);
});
parentPort!.postMessage(workerReady);
