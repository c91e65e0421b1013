import { readFileSync, rmSync, writeFileSync } from 'node:fs';

/** Why the embedded PostgreSQL cannot start, in words for the person who started it. */
export class EmbeddedPostgresError extends Error {
  override readonly name: string = 'EmbeddedPostgresError';
}

export class AlreadyRunning extends EmbeddedPostgresError {
  override readonly name = 'AlreadyRunning';

  constructor(
    readonly pid: number,
    readonly directory: string,
  ) {
    super(
      `Argus is already running on ${directory} (process ${pid}). Stop it first, or set DATA_DIR to another folder.`,
    );
  }
}

interface Owner {
  readonly pid: number;
  /** Tells a process from a later one with the same id; null where the system does not say. */
  readonly born: string | null;
}

/** Start time of a process in clock ticks since boot (proc(5), field 22), or null where there is no /proc. */
function bornAt(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function lives({ pid, born }: Owner): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return born === null || born === bornAt(pid);
}

const read = (file: string): Owner | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Owner;
  } catch {
    return undefined;
  }
};

/** Makes this process the owner of a folder until `release`. Takes over the lock of a dead process; throws AlreadyRunning otherwise. */
export function own(directory: string, file: string): { release(): void } {
  const mine: Owner = { pid: process.pid, born: bornAt(process.pid) };
  for (let tries = 0; ; tries++) {
    try {
      writeFileSync(file, JSON.stringify(mine), { flag: 'wx', mode: 0o600 });
      return { release: () => rmSync(file, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || tries > 3) throw error;
      const owner = read(file);
      if (owner !== undefined && lives(owner)) throw new AlreadyRunning(owner.pid, directory);
      rmSync(file, { force: true });
    }
  }
}
