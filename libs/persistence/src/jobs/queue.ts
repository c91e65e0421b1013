/** A queue of one service's jobs and how failures are retried. */
export interface QueueSpec {
  readonly name: string;
  /** Attempts after the first. */
  readonly retryLimit: number;
  /** First pause between attempts; doubles each time. */
  readonly retryDelaySeconds: number;
  readonly maxRetryDelaySeconds: number;
  /** An attempt that takes longer counts as failed. */
  readonly expireSeconds: number;
  /** Concurrent jobs per replica. */
  readonly concurrency: number;
}

const defaults = {
  retryLimit: 5,
  retryDelaySeconds: 1,
  maxRetryDelaySeconds: 60,
  expireSeconds: 300,
  concurrency: 2,
};

export function defineQueue(queue: { readonly name: string } & Partial<QueueSpec>): QueueSpec {
  return { ...defaults, ...queue };
}
