import type { ErrorDetails } from '@argus/contracts';
import type { AnalysisRequest, PhotographAnalysis } from '../analysis/photograph-analysis.js';
import type { BackendChoice, BackendName } from '../backends/backend.js';
import type { ModelFolders } from '../models/model-set.js';

/** Given to a worker thread when it starts. */
export interface WorkerInput {
  readonly backend: BackendChoice;
  readonly modelFolders?: ModelFolders | undefined;
  /** Whether the network that describes faces is ready before the worker is. */
  readonly describesSoon: boolean;
}

/** Message from pool to worker, one batch at a time. */
export interface BatchMessage {
  readonly requests: readonly AnalysisRequest[];
}

/** Message from pool to worker: faces will be described, so their network is to be ready. */
export interface DescribesSoonMessage {
  readonly describesSoon: true;
}

export interface ReadyMessage {
  readonly kind: 'ready';
  readonly backend: BackendName;
  readonly accelerated: boolean;
  readonly skipped: readonly string[];
  /** Name and version of the gaze model. */
  readonly gazeModel: string;
}

export type AnalysisReply =
  | { readonly ok: true; readonly analysis: PhotographAnalysis }
  | {
      readonly ok: false;
      readonly code: string | null;
      readonly details: ErrorDetails;
      readonly message: string;
    };

/** Replies in the order of the batch's requests. */
export interface DoneMessage {
  readonly kind: 'done';
  readonly replies: readonly AnalysisReply[];
}

export interface FailedMessage {
  readonly kind: 'failed';
  readonly message: string;
}

/** Message from worker to pool. `failed` comes instead of `ready`, never after it. */
export type WorkerMessage = ReadyMessage | DoneMessage | FailedMessage;
