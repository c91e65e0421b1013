import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    /* The process has ended. */
    return '';
  }
};

const parentOf = (pid: number): number => Number(/\) \S (\d+)/.exec(textOf(`/proc/${pid}/stat`))?.[1] ?? 0);

/** Returns the ids of a process and of all that descend from it. */
export function family(root: number): number[] {
  const pids = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0);
  const members = new Set([root]);
  for (let size = 0; size !== members.size;) {
    size = members.size;
    for (const pid of pids) if (members.has(parentOf(pid))) members.add(pid);
  }
  return [...members];
}

/** What any program of the same user can read of a process. */
export const argumentsOf = (pid: number): string => textOf(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
export const environmentOf = (pid: number): string[] =>
  textOf(`/proc/${pid}/environ`).split('\0').filter(Boolean);

/** Returns the TCP ports on which a process listens. */
export function portsOf(pid: number): number[] {
  const sockets = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((name) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${name}`))?.[1] ?? [];
      } catch {
        return [];
      }
    }),
  );
  const rows = ['tcp', 'tcp6'].flatMap((name) => textOf(`/proc/net/${name}`).split('\n').slice(1));
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter((columns) => columns[3] === '0A' && sockets.has(columns[9] ?? ''))
    .map((columns) => Number.parseInt(columns[1]!.split(':')[1]!, 16));
}
