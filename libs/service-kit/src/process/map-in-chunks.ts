import { setImmediate as yieldToOthers } from 'node:timers/promises';

/* The longest time that other requests wait for one chunk. */
const CHUNK_MS = 5;

/** Maps items in chunks of a few milliseconds, between which the event loop serves other calls. */
export async function mapInChunks<T, R>(
  items: readonly T[],
  each: (item: T, index: number) => R,
): Promise<R[]> {
  const results: R[] = [];
  let endsAtMs = performance.now() + CHUNK_MS;
  for (const [i, item] of items.entries()) {
    results.push(each(item, i));
    if (performance.now() < endsAtMs) continue;
    await yieldToOthers();
    endsAtMs = performance.now() + CHUNK_MS;
  }
  return results;
}
