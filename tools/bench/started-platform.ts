import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const HERTZ = 100;

/** Memory of a process by Linux, in MB: shared pages are divided among those that share them. */
const pssOf = (pid: number | string): number =>
  Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) / 1000;

/** CPU seconds of a process so far, of all its threads. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / HERTZ;
}

/** The ids of the PostgreSQL server on a port and of the processes below it. */
function postgresOn(port: string): string[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const server = all.find((pid) => {
    const line = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
    return line.includes('postgres -D') && line.includes(`-p ${port} `);
  });
  return all.filter(
    (pid) => pid === server || /^PPid:\s+(\d+)$/m.exec(read(`/proc/${pid}/status`))?.[1] === server,
  );
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

export interface Measured {
  /** From the start of the process until it says that it is ready. */
  readonly readyMs: number;
  readonly cpuSeconds: number;
  /** Of the platform's process and of PostgreSQL's processes, after `idleMs`; undefined elsewhere than on Linux. */
  readonly memory: { readonly platform: number; readonly postgres: number } | undefined;
}

export interface StartOptions {
  /** As plain Node would start it, without the list of lean-process.mjs. */
  readonly isPlain?: boolean;
  readonly idleMs?: number;
  readonly dataDirectory?: string;
}

interface Lean {
  readonly nodeFlags: readonly string[];
  readonly allocatorSettings: Readonly<Record<string, string>>;
}

/** Starts the platform of a tree, measures it, and ends it. Throws if it does not start. */
export async function startMeasured(
  tree: string,
  { isPlain = false, idleMs = 0, dataDirectory }: StartOptions = {},
): Promise<Measured> {
  const lean = (await import(join(tree, 'libs/service-kit/dist/process/lean-process.mjs'))) as Lean;
  const folder = dataDirectory ?? newDataDirectory();
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    [...(isPlain ? ['--enable-source-maps'] : lean.nodeFlags), join(tree, 'apps/platform/dist/main.js')],
    {
      cwd: tree,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: {
        ...(isPlain ? {} : lean.allocatorSettings),
        ...process.env,
        DATA_DIR: folder,
        PORT: '0',
        OPERATIONS_PORT: '0',
      },
    },
  );
  const ended = once(child, 'exit');
  try {
    const ready = await Promise.race([once(child, 'message').then(() => true), ended.then(() => false)]);
    if (!ready) throw new Error('The platform ended before it was ready; its output says why.');
    const readyMs = performance.now() - startedAt;
    const isLinux = process.platform === 'linux';
    const cpuSeconds = isLinux ? cpuOf(child.pid!) : NaN;
    if (idleMs > 0) await new Promise((done) => setTimeout(done, idleMs));
    const port = read(join(folder, 'postgres/port'));
    const memory = isLinux
      ? { platform: pssOf(child.pid!), postgres: postgresOn(port).reduce((sum, pid) => sum + pssOf(pid), 0) }
      : undefined;
    return { readyMs, cpuSeconds, memory };
  } finally {
    child.kill('SIGTERM');
    await ended;
    if (dataDirectory === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

/** A folder that the account of Postgres may pass. */
export function newDataDirectory(): string {
  const folder = mkdtempSync(join(tmpdir(), 'argus-bench-data-'));
  chmodSync(folder, 0o755);
  return folder;
}
