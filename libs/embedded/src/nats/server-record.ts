import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** The server that was started on a folder, and the process that started it. */
interface ServerRecord {
  readonly serverPid: number;
  readonly ownerPid: number;
  /** Missing until it listens. */
  readonly url?: string;
}

const LOOK_MS = 50;
/* A stopping server waits for its clients, 10 s at most. */
const END_LIMIT_MS = 15_000;

/** Records the server, so that the next start can end it if this process is killed. */
export function recordServer(file: string, serverPid: number, url?: string): void {
  const record: ServerRecord = { serverPid, ownerPid: process.pid, ...(url !== undefined && { url }) };
  writeFileSync(file, JSON.stringify(record), { mode: 0o600 });
}

/**
 * Ends the recorded server when its owner was killed and left it behind: two servers would corrupt one store. Throws when the
 * owner still runs.
 */
export async function endOrphan(file: string, configuration: string): Promise<void> {
  const record = read(file);
  if (!record) return;
  const { serverPid, ownerPid } = record;
  const parent = parentOf(serverPid, configuration);
  if (parent === undefined) return;
  if (parent === ownerPid)
    throw new Error(
      `Process ${ownerPid} already runs a nats-server by ${configuration}. Stop it first, or set DATA_DIR to another folder.`,
    );
  signal(serverPid, 'SIGTERM');
  const deadline = Date.now() + END_LIMIT_MS;
  while (parentOf(serverPid, configuration) !== undefined) {
    if (Date.now() > deadline) signal(serverPid, 'SIGKILL');
    await pause(LOOK_MS);
  }
}

/** Returns the address of the recorded server, if it listened. */
export const recordedUrl = (file: string): string | undefined => read(file)?.url;

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // It may have ended in the meantime.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function read(file: string): ServerRecord | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ServerRecord;
  } catch {
    return undefined;
  }
}

/** Returns undefined when the process is gone. Compares the command, since another process may have the same id by now. */
function parentOf(pid: number, configuration: string): number | undefined {
  try {
    const line = execFileSync('ps', ['-ww', '-o', 'ppid=,stat=,args=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
    const [parent, state] = line.split(/\s+/);
    return line.endsWith(configuration) && !state?.startsWith('Z') ? Number(parent) : undefined;
  } catch {
    return undefined;
  }
}
