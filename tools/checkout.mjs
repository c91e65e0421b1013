/*
 * Who works in this checkout: one process at a time builds, and nobody builds under those that run what was built.
 */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { claim, livingClaim } from './claim.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const LOOK_MS = 100;
const state = join(root, 'node_modules', '.argus');
const running = join(state, 'running');

/** Runs `work` while no other command of this checkout builds. */
export function alone(work) {
  const file = join(state, 'building.json');
  let lock = claim(file);
  if (lock.taken) process.stderr.write(`Waiting until process ${lock.taken.pid} has built …\n`);
  while (lock.taken) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_MS);
    lock = claim(file);
  }
  try {
    return work();
  } finally {
    lock.release();
  }
}

/** Commands that run what was built, but for this process: `{ pid, command }`. */
export const others = () =>
  (existsSync(running) ? readdirSync(running) : [])
    .map((name) => livingClaim(join(running, name)))
    .filter((found) => found !== undefined && found.pid !== process.pid);

/** Says until the end of this process that it runs what was built. */
export const occupy = (command) => claim(join(running, `${process.pid}.json`), { command });
