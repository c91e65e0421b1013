import { defineQueue } from '@argus/persistence';

export const backTestQueue = defineQueue({
  name: 'equipment-back-test',
  retryLimit: 2,
  expireSeconds: 3600,
  concurrency: 1,
});

/** More than these are not taken. */
export const MOST_WAITING = 100;
