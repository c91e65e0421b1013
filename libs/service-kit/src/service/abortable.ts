import { setTimeout as pause } from 'node:timers/promises';

const graceMs = 1_000;

/**
 * Resolves with the result of the work, or rejects once the signal is aborted. Work in progress gets a second to finish first;
 * work that hangs is not awaited.
 */
export async function abortable<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
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
