import { defineQueue } from '@argus/persistence';
import type { TaskKind } from './tasks/face-task.entity.js';

export interface TaskJob {
  readonly taskId: string;
}

export interface RevocationJob {
  readonly accountId: number;
}

/* Patient: vision may be restarted or out of reach for some ten minutes before a task fails. */
const patience = { retryLimit: 15, retryDelaySeconds: 1, longestRetryDelaySeconds: 60 };

/** One queue per kind, so that who stands before a camera does not wait for a batch. */
export const taskQueues = {
  enroll: defineQueue({ name: 'face-enrolment', concurrency: 2, ...patience }),
  verify: defineQueue({ name: 'face-verification', concurrency: 8, ...patience }),
  bulk: defineQueue({ name: 'face-bulk-verification', concurrency: 2, ...patience }),
} satisfies Record<TaskKind, unknown>;

export const revocationQueue = defineQueue({ name: 'face-revocation', concurrency: 1, ...patience });
