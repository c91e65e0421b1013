import { readFile, statfs } from 'node:fs/promises';
import { cpus, freemem, totalmem } from 'node:os';

/** Time of all cores together since the machine started, in milliseconds. */
export interface CpuTime {
  readonly busyMs: number;
  readonly totalMs: number;
}

export function cpuTime(): CpuTime {
  let [busyMs, totalMs] = [0, 0];
  for (const { times } of cpus()) {
    const all = times.user + times.nice + times.sys + times.irq + times.idle;
    totalMs += all;
    busyMs += all - times.idle;
  }
  return { busyMs, totalMs };
}

/** Returns the share of all cores that was in use between two readings, 0 to 1. */
export function usedBetween(before: CpuTime, after: CpuTime): number {
  const totalMs = after.totalMs - before.totalMs;
  return totalMs <= 0 ? 0 : Math.min(1, Math.max(0, (after.busyMs - before.busyMs) / totalMs));
}

/** Returns the used share of the memory, 0 to 1: of the container where it has a limit, else of the machine. */
export function usedMemory(): number {
  const limit = process.constrainedMemory();
  const total = limit > 0 && limit < totalmem() ? limit : totalmem();
  const free = total < totalmem() ? process.availableMemory() : freeOfMachine();
  return Math.min(1, Math.max(0, 1 - free / total));
}

/* What caches hold can be used at once; Node says so where the system does. */
const freeOfMachine = (): number => Math.max(freemem(), process.availableMemory());

/** Returns the used share of the disk that a folder is on, 0 to 1, as `df` tells it. */
export async function usedDisk(folder: string): Promise<number> {
  const { blocks, bfree, bavail } = await statfs(folder);
  const used = blocks - bfree;
  return used + bavail === 0 ? 0 : used / (used + bavail);
}

export interface NetworkBytes {
  readonly sent: number;
  readonly received: number;
}

/** Returns what went over the interfaces since the machine started, without the loopback; undefined where the system does not tell. */
export async function networkBytes(file = '/proc/net/dev'): Promise<NetworkBytes | undefined> {
  try {
    return readNetworkBytes(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Reads the table of `/proc/net/dev`: eight numbers of what was received, then eight of what was sent (proc(5)). */
export function readNetworkBytes(table: string): NetworkBytes {
  let [sent, received] = [0, 0];
  for (const line of table.split('\n').slice(2)) {
    const [name, numbers] = line.split(':');
    if (numbers === undefined || name!.trim() === 'lo') continue;
    const counts = numbers.trim().split(/\s+/).map(Number);
    received += counts[0]!;
    sent += counts[8]!;
  }
  return { sent, received };
}
