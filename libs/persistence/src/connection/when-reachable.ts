import { setTimeout as pause } from 'node:timers/promises';
import { isRefusal, isTransient } from '../database/database-errors.js';
import { NotWalled } from '../provision/assert-walled.js';
import { NotUnicode } from './assert-unicode.js';

/**
 * Postgres refuses the connection (wrong password, missing rights, no such database), the login is not the service's own, or the
 * database is not in Unicode.
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

/** Repeats `work` until Postgres answers. @throws DatabaseRefused */
export async function whenReachable<T>({ signal, onWaiting }: Waiting, work: () => Promise<T>): Promise<T> {
  for (let delayMs = 100; ; delayMs = Math.min(delayMs * 2, MAX_DELAY_MS)) {
    try {
      return await work();
    } catch (error) {
      if (isRefusal(error) || error instanceof NotWalled || error instanceof NotUnicode)
        throw new DatabaseRefused((error as Error).message, { cause: error });
      if (!isTransient(error) || signal?.aborted) throw error;
      onWaiting?.(error);
      await pause(delayMs, undefined, { ...(signal && { signal }) });
    }
  }
}
