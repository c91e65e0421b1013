import { setTimeout as pause } from 'node:timers/promises';

const graceMs = 1_000;

/**
 * The outcome of the work, or a rejection once the signal is aborted: work that is nearly done may finish first, what
 * hangs is left alone.
 */
export async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const settled = work.then(
    () => undefined,
    () => undefined,
  );
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
    void settled.then(resolve);
  });
  if (!signal.aborted) return work;
  await Promise.race([settled, pause(graceMs, undefined, { ref: false })]);
  throw signal.reason as Error;
}
