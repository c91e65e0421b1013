import type { Conclude, Outcome } from '../tasks/task.service.js';
import type { Task } from '../tasks/task.store.js';

/** How tasks of one kind are performed. */
export interface FaceTaskProcedure {
  /** Asks vision. It may run repeatedly or concurrently, so all effects belong in the returned `Conclude`. */
  perform(task: Task, photographs: readonly Uint8Array[]): Promise<Conclude>;
  /** Returns the outcome of a task that cannot be performed. */
  giveUp(task: Task, errorCode: string): Outcome;
}
