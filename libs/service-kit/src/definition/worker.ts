import type { Type } from '@nestjs/common';

export interface Attempt {
  /** 1 for the first. */
  readonly attempt: number;
  /** True when a failure now sends the job to the dead letters. */
  readonly lastAttempt: boolean;
}

/** Does the jobs of a queue; a provider of the service's module. Fails a job by throwing. */
export interface Worker<P extends object> {
  run(payload: P, attempt: Attempt): Promise<void>;
}

export interface WorkerBinding {
  readonly queue: { readonly name: string };
  readonly worker: Type<unknown>;
}

export function work<P extends object>(
  queue: { readonly name: string },
  worker: Type<Worker<P>>,
): WorkerBinding {
  return { queue, worker };
}
