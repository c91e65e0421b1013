import { defineQueue } from '@argus/persistence';
import type { Requester } from './requester.js';
import type { TaskKind } from './tasks/face-task.entity.js';

export interface TaskJob {
  readonly taskId: string;
}

export interface RevocationJob {
  readonly accountId: number;
  /** Who had it destroyed. Absent in jobs of earlier versions. */
  readonly requester?: Requester | null;
  /** The withdrawal that asks for it. Absent where the person was deactivated. */
  readonly withdrawalId?: string;
}

export interface ConflictSettlementJob {
  readonly conflictId: string;
}

export interface EndOfTwinsJob {
  readonly personId: number;
  readonly otherId: number;
}

export interface EvaluationJob {
  readonly evaluationId: string;
}

export interface WebhookJob {
  readonly webhookId: string;
}

export interface ReportJobMessage {
  readonly jobId: string;
}

export interface MaintenanceJob {
  readonly runId: string;
}

/* Enough retries for vision to be unavailable for about ten minutes before a task fails. */
const retries = { retryLimit: 15, retryDelaySeconds: 1, maxRetryDelaySeconds: 60 };

/** One queue per kind, so that a person before a camera does not wait for a batch. */
export const taskQueues = {
  enroll: defineQueue({ name: 'face-enrolment', concurrency: 2, ...retries }),
  verify: defineQueue({ name: 'face-verification', concurrency: 8, ...retries }),
  bulk: defineQueue({ name: 'face-bulk-verification', concurrency: 2, ...retries }),
} satisfies Record<TaskKind, unknown>;

export const revocationQueue = defineQueue({ name: 'face-revocation', concurrency: 1, ...retries });

export const conflictSettlementQueue = defineQueue({
  name: 'face-conflict-settlement',
  concurrency: 1,
  ...retries,
});

export const endOfTwinsQueue = defineQueue({ name: 'face-end-of-twins', concurrency: 1, ...retries });

export const evaluationQueue = defineQueue({ name: 'face-evaluation', concurrency: 1, ...retries });

/** One file at a time: they are made on one thread. */
export const reportQueue = defineQueue({ name: 'attendance-report', concurrency: 1, retryLimit: 3 });

export const maintenanceQueue = defineQueue({
  name: 'maintenance',
  concurrency: 2,
  retryLimit: 2,
  expireSeconds: 5 * 3600,
});

/** A job sends what is due to one receiver, a few messages at a time. `concurrency` receivers that are down hold up no other for long. */
export const webhookQueue = defineQueue({ name: 'webhook', concurrency: 16, retryLimit: 2 });
