import type { JobAttempt, QueueSpec } from '@argus/persistence';
import type { Type } from '@nestjs/common';

/** Does the jobs of a queue; a provider of the service's module. Fails a job by throwing. */
export interface Worker<P extends object> {
  run(payload: P, attempt: JobAttempt): Promise<void>;
}

export interface WorkerBinding {
  readonly queue: QueueSpec;
  readonly worker: Type<unknown>;
}

export function work<P extends object>(queue: QueueSpec, worker: Type<Worker<P>>): WorkerBinding {
  return { queue, worker };
}
