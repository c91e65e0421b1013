import type { PhotographAnalysis } from '../analysis/photograph-analysis.js';
import { parentPort, workerData } from 'node:worker_threads';
import type {
  AnalysisReply,
  BatchMessage,
  DescribesSoonMessage,
  WorkerInput,
  WorkerMessage,
} from '../pool/worker-messages.js';
import { ANSWER, CRASH, CRASH_ONCE, FAIL, HOLD } from './scripted-photograph.js';
import { workerReady } from './worker-ready.js';

/*
 * Worker for tests of the pool. The first number of the "photograph" (shared memory) says what to do. It finds a face once it was told that
 * faces will be described.
 */

let { describesSoon } = workerData as WorkerInput;
const found: PhotographAnalysis = { width: 1, height: 1, facesDetected: 0, secondFaceShare: 0, faces: [] };

function obey(photograph: Uint8Array): AnalysisReply {
  const memory = new Int32Array(photograph.buffer);
  const order = Atomics.load(memory, 0);
  if (order === CRASH) process.exit(3);
  if (order === CRASH_ONCE) {
    Atomics.store(memory, 0, ANSWER);
    process.exit(3);
  }
  if (order === FAIL) return { ok: false, code: 'IMAGE_NOT_READABLE', details: {}, message: '' };
  if (order === HOLD) Atomics.wait(memory, 0, HOLD);
  return { ok: true, analysis: { ...found, facesDetected: describesSoon ? 1 : 0 } };
}

parentPort!.on('message', (message: BatchMessage | DescribesSoonMessage) => {
  if ('describesSoon' in message) {
    describesSoon = true;
    return;
  }
  const replies = message.requests.map(({ photograph }) => obey(photograph));
  const done: WorkerMessage = { kind: 'done', replies };
  parentPort!.postMessage(done);
});
parentPort!.postMessage(workerReady);
