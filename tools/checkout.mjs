/*
 * Locks of this checkout: one process builds at a time, and none builds while another runs the current build.
 */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { claim, livingClaim } from '../libs/embedded/src/claims/claim.mjs';
import { endIfOrphan } from './parent.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const LOOK_MS = 100;
const state = join(root, 'node_modules', '.argus');
const running = join(state, 'running');

const FULL = ['ENOSPC', 'EDQUOT'];

/** Runs work that writes into this checkout. Ends this process with a message when the disk is full. */
async function unlessFull(work) {
  try {
    return await work();
  } catch (error) {
    endIfFull(error);
    throw error;
  }
}

function endIfFull(error) {
  if (!FULL.includes(error.code)) return;
  process.stderr.write(
    `The disk is full: nothing more can be written in ${error.path ? dirname(error.path) : root} (${error.code}). Free some space, then run this again.\n`,
  );
  process.exit(1);
}

/** Claims a file of this checkout. Ends this process with a message when its user may not write here, or the disk is full. */
export function claimHere(file, details) {
  try {
    return claim(file, details);
  } catch (error) {
    endIfFull(error);
    if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error;
    process.stderr.write(
      `This user may not write to ${error.path} (${error.code}): build this checkout as its owner, or run the built platform by node apps/platform/dist/main.js.\n`,
    );
    process.exit(1);
  }
}

/** Runs `work` under the build lock and gives it the lock; waits for another process that holds it. */
export async function alone(work) {
  const file = join(state, 'building.json');
  let lock = claimHere(file);
  if (lock.taken) process.stderr.write(`Waiting until process ${lock.taken.pid} has built …\n`);
  while (lock.taken) {
    await pause(LOOK_MS);
    endIfOrphan();
    lock = claimHere(file);
  }
  try {
    return await unlessFull(() => work(lock));
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
export const occupy = (command) => claimHere(join(running, `${process.pid}.json`), { command });
