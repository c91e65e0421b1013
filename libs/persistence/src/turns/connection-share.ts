import type { Database } from '../database/database.js';
import { FairQueue } from './fair-queue.js';

/* As long as the pool lets anybody wait for a connection. */
const WAIT_MS = 3000;
const WAITING = 1000;

/** Bounds work to a part of the service's connections, so that it keeps no other work waiting. */
export const shareOfConnections = ({ pool }: Pick<Database, 'pool'>, part: number): FairQueue =>
  new FairQueue({
    concurrency: Math.max(1, Math.floor(pool.options.max * part)),
    waiting: WAITING,
    waitMs: WAIT_MS,
  });
