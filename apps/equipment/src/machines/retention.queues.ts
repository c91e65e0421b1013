import { defineQueue } from '@argus/persistence';

/** Makes partitions ahead and deletes what is older than its retention. */
export const retentionQueue = defineQueue({
  name: 'equipment-retention',
  expireSeconds: 3600,
  concurrency: 1,
});

/** Deletes the readings and roll-ups of a removed machine. */
export const purgeQueue = defineQueue({ name: 'equipment-purge', expireSeconds: 3600, concurrency: 1 });

export interface Purge {
  readonly equipmentId: number;
}
