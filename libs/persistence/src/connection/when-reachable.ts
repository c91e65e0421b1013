import { setTimeout as pause } from 'node:timers/promises';
import { isRefusal, isTransient } from '../database/database-errors.js';
import { NotWalled } from '../provision/assert-walled.js';
import { NotProvisioned } from '../provision/login-defaults.js';
import { NotMigrated } from './assert-migrated.js';
import { NotUnicode } from './assert-unicode.js';

/**
 * Postgres refuses the connection (wrong password, missing rights, no such database), the login is not the service's own or not made
 * ready, or the database is not in Unicode or lacks migrations.
 */
export class DatabaseRefused extends Error {
  override readonly name = 'DatabaseRefused';
}

export interface Waiting {
  /** Aborts the wait for a Postgres that does not answer yet. */
  readonly signal?: AbortSignal;
  /** Called with the reason after every failed attempt to reach Postgres. */
  readonly onWaiting?: (error: unknown) => void;
}

const MAX_DELAY_MS = 5_000;

/* What no waiting mends. */
const unfit = [NotWalled, NotProvisioned, NotMigrated, NotUnicode];

/** Repeats `work` until Postgres answers. @throws DatabaseRefused */
export async function whenReachable<T>({ signal, onWaiting }: Waiting, work: () => Promise<T>): Promise<T> {
  for (let delayMs = 100; ; delayMs = Math.min(delayMs * 2, MAX_DELAY_MS)) {
    try {
      return await work();
    } catch (error) {
      if (isRefusal(error) || unfit.some((kind) => error instanceof kind))
        throw new DatabaseRefused((error as Error).message, { cause: error });
      if (!isTransient(error) || signal?.aborted) throw error;
      onWaiting?.(error);
      await pause(delayMs, undefined, { ...(signal && { signal }) });
    }
  }
}
