/*
 * Locks of this checkout: one process builds at a time, and none builds while another runs the current build.
 */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { claim, livingClaim } from '../libs/embedded/src/claims/claim.mjs';
import { endIfOrphan } from './parent.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const LOOK_MS = 100;
const state = join(root, 'node_modules', '.argus');
const running = join(state, 'running');

/** Runs `work` under the build lock; waits for another process that holds it. */
export function alone(work) {
  const file = join(state, 'building.json');
  let lock = claim(file);
  if (lock.taken) process.stderr.write(`Waiting until process ${lock.taken.pid} has built …\n`);
  while (lock.taken) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_MS);
    endIfOrphan();
    lock = claim(file);
  }
  try {
    return work();
  } finally {
    lock.release();
  }
}

/** Returns the other processes that run the current build: `{ pid, command }`. */
export const others = () =>
  (existsSync(running) ? readdirSync(running) : [])
    .filter((name) => name.endsWith('.json'))
    .map((name) => livingClaim(join(running, name)))
    .filter((found) => found !== undefined && found.pid !== process.pid);

/** Marks this process as running the current build, until it ends. */
export const occupy = (command) => claim(join(running, `${process.pid}.json`), { command });
