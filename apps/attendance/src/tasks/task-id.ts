import { DomainError, isUuid } from '@argus/contracts';
import type { TaskKind } from './face-task.entity.js';

/** Returns the id as clients see it: `enroll_<uuid>`. */
export const publicTaskId = (kind: TaskKind, id: string): string => `${kind}_${id}`;

/** Returns the id within a public id. Throws TASK_NOT_FOUND for anything else. */
export function readTaskId(kind: TaskKind, publicId: string): string {
  const id = publicId.startsWith(`${kind}_`) ? publicId.slice(kind.length + 1) : '';
  if (!isUuid(id)) throw new DomainError('TASK_NOT_FOUND');
  return id;
}
