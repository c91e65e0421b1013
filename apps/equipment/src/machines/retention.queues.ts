import { defineQueue } from '@argus/persistence';

/** Makes partitions ahead and removes what is older than it is kept. */
export const retentionQueue = defineQueue({
  name: 'equipment-retention',
  expireSeconds: 3600,
  concurrency: 1,
});

/** Removes the rows of an equipment that is gone. */
export const purgeQueue = defineQueue({ name: 'equipment-purge', expireSeconds: 3600, concurrency: 1 });

export interface Purge {
  readonly equipmentId: number;
}
