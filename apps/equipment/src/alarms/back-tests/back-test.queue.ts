import { defineQueue } from '@argus/persistence';

export const backTestQueue = defineQueue({
  name: 'equipment-back-test',
  retryLimit: 2,
  expireSeconds: 3600,
  concurrency: 1,
});

/** Further back-tests are refused with QUEUE_FULL. */
export const MAX_WAITING = 100;
