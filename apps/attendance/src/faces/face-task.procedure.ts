import type { Conclude, Outcome } from '../tasks/task.service.js';
import type { Task } from '../tasks/task.store.js';

/** How tasks of one kind are done. */
export interface FaceTaskProcedure {
  /** Asks vision. May be repeated or run twice at a time; effects belong into the conclusion. */
  perform(task: Task, photographs: readonly Uint8Array[]): Promise<Conclude>;
  /** The end of a task that cannot be done. */
  giveUp(task: Task, errorCode: string): Outcome;
}
