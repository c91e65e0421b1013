/** A queue of jobs of one service, and how its failures are treated. */
export interface QueueSpec {
  readonly name: string;
  /** Tries after the first. */
  readonly retryLimit: number;
  /** First pause between tries; doubles each time. */
  readonly retryDelaySeconds: number;
  readonly longestRetryDelaySeconds: number;
  /** A try that takes longer counts as failed. */
  readonly expireSeconds: number;
  /** Jobs at a time, per replica. */
  readonly concurrency: number;
}

const defaults = {
  retryLimit: 5,
  retryDelaySeconds: 1,
  longestRetryDelaySeconds: 60,
  expireSeconds: 300,
  concurrency: 2,
};

export function defineQueue(queue: { readonly name: string } & Partial<QueueSpec>): QueueSpec {
  return { ...defaults, ...queue };
}
