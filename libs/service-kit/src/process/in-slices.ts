import { setImmediate as yieldToOthers } from 'node:timers/promises';

/* What somebody else's request may have to wait for this one. */
const SLICE_MS = 5;

/** `items.map(each)` in slices of a few milliseconds, between which other calls have their turn. */
export async function inSlices<T, R>(items: readonly T[], each: (item: T, index: number) => R): Promise<R[]> {
  const results: R[] = [];
  let endsAtMs = performance.now() + SLICE_MS;
  for (const [i, item] of items.entries()) {
    results.push(each(item, i));
    if (performance.now() < endsAtMs) continue;
    await yieldToOthers();
    endsAtMs = performance.now() + SLICE_MS;
  }
  return results;
}
