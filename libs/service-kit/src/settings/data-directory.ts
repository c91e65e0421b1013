import { existsSync, mkdirSync, mkdtempSync, rmdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { StartError } from './start-error.js';
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
    rmdirSync(mkdtempSync(join(path, '.argus-')));
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    throw new StartError(
      `DATA_DIR is wrong: nothing can be written in ${resolve(path)} (${code}); set it to a folder of this user.`,
      { cause: error },
    );
  }
}

/** Several processes may start at once. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
