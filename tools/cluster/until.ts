import { setTimeout as pause } from 'node:timers/promises';

const LOOK_MS = 250;

/** Resolves when `isSo` does with true. Throws, naming what was waited for, when that takes too long. */
export async function until(what: string, isSo: () => Promise<boolean>, limitMs = 300_000): Promise<void> {
  for (const endsAtMs = performance.now() + limitMs; !(await isSo()); await pause(LOOK_MS))
    if (performance.now() > endsAtMs) throw new Error(`${what}: not within ${limitMs / 1000} s`);
}
