/*
 * Tells whether what started this process is gone: its parent, or the npm above that. npm runs a script in a shell that dies of
 * SIGTERM without forwarding it, and outlives a killed npm. The script would stay for good.
 */
import { readFileSync } from 'node:fs';

/** Parent of a process (proc(5), field 4), or undefined where there is no /proc; shells replace themselves by the script there. */
function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
  } catch {
    return undefined;
  }
}

const underNpm = process.env.npm_lifecycle_event !== undefined;
const starters = () => [process.ppid, underNpm ? parentOf(process.ppid) : undefined].join();

/* Read while modules load: the parent of an orphan is process 1 and does not change again. */
const atStart = starters();

export const isOrphan = () => starters() !== atStart;

/** Ends this process when what started it is gone. */
export function endIfOrphan() {
  if (!isOrphan()) return;
  process.stderr.write('Ended: the process that started this command is gone.\n');
  process.exit(1);
}
