import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { diskFull, StartError } from './start-error.js';
import { settingType } from './setting.js';

/** Returns the folder if it exists, else its nearest existing parent. */
function nearest(path: string): string {
  for (let at = resolve(path); ; at = dirname(at)) if (existsSync(at)) return at;
}

/** A folder that exists or can be created. Only processes that write there check that: see `makeDataDirectory`. */
export const dataDirectory = settingType<string>('folder, created if missing', (path) => {
  const there = nearest(path);
  if (!statSync(there).isDirectory()) throw new Error(`${there} is a file`);
  return path;
});

/** Creates the folder if it is missing. Throws a StartError when nothing can be written there. */
export function makeDataDirectory({ DATA_DIR: path }: { readonly DATA_DIR: string }): void {
  try {
    const missing: string[] = [];
    for (let at = resolve(path); !existsSync(at); at = dirname(at)) missing.unshift(at);
    /* One by one: `recursive` never returns where the system refuses a folder (/proc). */
    for (const folder of missing) makeFolder(folder);
    tryToWrite(path);
  } catch (error) {
    const full = diskFull(error, path);
    if (full !== error) throw full;
    const { code = String(error) } = error as NodeJS.ErrnoException;
    throw new StartError(
      `DATA_DIR is wrong: nothing can be written in ${resolve(path)} (${code}); set it to a folder of this user.`,
      { cause: error },
    );
  }
}

/** On a full disk, names can often still be made; only content shows it. */
function tryToWrite(folder: string): void {
  const scratch = mkdtempSync(join(folder, '.argus-'));
  try {
    writeFileSync(join(scratch, 'probe'), Buffer.alloc(PROBE_BYTES), { flush: true });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const PROBE_BYTES = 64 * 1024;

/** Several processes may start at once. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
