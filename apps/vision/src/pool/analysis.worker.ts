import { DomainError } from '@argus/contracts';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { PhotographAnalyser } from '../analysis/photograph-analyser.js';
import type { PhotographAnalysis } from '../analysis/photograph-analysis.js';
import { startBackend } from '../backends/start-backend.js';
import { gazeModelOf } from '../gaze/gaze-model.js';
import { loadModelSet } from '../models/model-set.js';
import { warmUp, warmUpDescriptor } from '../models/warm-up.js';
import type {
  AnalysisReply,
  BatchMessage,
  DescribesSoonMessage,
  WorkerInput,
  WorkerMessage,
} from './worker-messages.js';

/* Entry of a worker thread with its own backend and models. It receives batches and sends replies. */

function reply(result: PromiseSettledResult<PhotographAnalysis>): AnalysisReply {
  if (result.status === 'fulfilled') return { ok: true, analysis: result.value };
  const error: unknown = result.reason;
  const message = error instanceof Error ? error.message : String(error);
  return error instanceof DomainError
    ? { ok: false, code: error.code, details: error.details, message }
    : { ok: false, code: null, details: {}, message };
}

async function serve(
  pool: MessagePort,
  { backend, modelFolders, describesSoon }: WorkerInput,
): Promise<void> {
  const send = (message: WorkerMessage) => pool.postMessage(message);
  const started = await startBackend(backend);
  const models = await loadModelSet(modelFolders);
  await warmUp(models);
  if (describesSoon) await warmUpDescriptor(models);
  const analyser = new PhotographAnalyser(models);
  const obey = async (message: BatchMessage | DescribesSoonMessage): Promise<void> => {
    if ('describesSoon' in message) return warmUpDescriptor(models);
    const results = await analyser.analyse(message.requests);
    send({ kind: 'done', replies: results.map(reply) });
  };
  pool.on('message', (message: BatchMessage | DescribesSoonMessage) => {
    // If the models fail, no photograph is to blame: the thread ends and the pool replaces it.
    void obey(message).catch((error: unknown) => {
      throw error;
    });
  });
  const { name, accelerated, skipped } = started;
  send({ kind: 'ready', backend: name, accelerated, skipped, gazeModel: gazeModelOf(models) });
}

if (!parentPort) throw new Error('This file is the entry of a worker thread');
const pool = parentPort;
serve(pool, workerData as WorkerInput).catch((error: unknown) => {
  const failed: WorkerMessage = {
    kind: 'failed',
    message: error instanceof Error ? error.message : String(error),
  };
  pool.postMessage(failed);
});
