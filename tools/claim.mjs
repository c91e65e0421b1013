/*
 * A lock file that names its process and is valid while that process lives. libs/embedded writes `owner.json` in the same form.
 * Plain Node without dependencies, since it runs before packages are installed.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Start time of a process in clock ticks since boot (proc(5), field 22), or null where there is no /proc. */
function bornAt(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

/** Returns the claim in a file if its process lives: `{ pid, … }`. */
export function livingClaim(file) {
  try {
    const claim = JSON.parse(readFileSync(file, 'utf8'));
    process.kill(claim.pid, 0);
    return claim.born === null || claim.born === bornAt(claim.pid) ? claim : undefined;
  } catch {
    return undefined;
  }
}

/** Claims a file until `release` or the end of this process. Returns another living process's claim as `taken`. */
export function claim(file, details = {}) {
  mkdirSync(dirname(file), { recursive: true });
  const mine = JSON.stringify({ pid: process.pid, born: bornAt(process.pid), ...details });
  for (let tries = 0; ; tries++) {
    try {
      writeFileSync(file, mine, { flag: 'wx', mode: 0o600 });
      const release = () => rmSync(file, { force: true });
      process.once('exit', release);
      return { release };
    } catch (error) {
      if (error.code !== 'EEXIST' || tries > 3) throw error;
      const taken = livingClaim(file);
      if (taken !== undefined) return { taken };
      rmSync(file, { force: true });
    }
  }
}
