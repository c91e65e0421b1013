import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const fileIn = (cluster: string): string => join(cluster, 'postmaster.pid');

/**
 * Returns whether a cluster's `postmaster.pid` stands. One whose id was given to another program is removed: PostgreSQL would not
 * start beside it, and stopping would hit that program.
 */
export function hasPidFile(cluster: string): boolean {
  const file = fileIn(cluster);
  if (!existsSync(file)) return false;
  const command = commandOf(Number.parseInt(readFileSync(file, 'utf8'), 10));
  if (command === undefined || command.includes(cluster)) return true;
  rmSync(file, { force: true });
  return false;
}

/** Undefined when the process is gone or cannot be looked up. */
function commandOf(pid: number): string | undefined {
  try {
    return execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return undefined;
  }
}
