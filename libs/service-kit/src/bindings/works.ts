import type { JobAttempt, QueueSpec } from '@argus/persistence';
import type { Type } from '@nestjs/common';
import { BindingKey } from './bindings.js';

/** Runs the jobs of a queue. Throwing fails a job. */
export interface Worker<P extends object> {
  run(payload: P, attempt: JobAttempt): Promise<void>;
}

export const worked = new BindingKey<QueueSpec>('@Works');

/** Makes the class the worker of these queues. */
export const Works =
  (...queues: readonly QueueSpec[]) =>
  <P extends object>(worker: Type<Worker<P>>): void => {
    for (const queue of queues) worked.add(worker, queue);
  };
