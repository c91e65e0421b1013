import { existsSync, mkdirSync, mkdtempSync, rmdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { StartError } from './start-error.js';
import { settingType } from './setting.js';

/** The folder itself where it is there, else the nearest one above that is. */
function nearest(path: string): string {
  for (let at = resolve(path); ; at = dirname(at)) if (existsSync(at)) return at;
}

/** A folder, or where one can be made. Only who writes there has to be able to: see `makeDataDirectory`. */
export const dataDirectory = settingType<string>('folder, made when it is missing', (path) => {
  const there = nearest(path);
  if (!statSync(there).isDirectory()) throw new Error(`${there} is a file`);
  return path;
});

/** Makes the folder where it is missing. Throws a StartError when nothing can be written there. */
export function makeDataDirectory({ DATA_DIR: path }: { readonly DATA_DIR: string }): void {
  try {
    const missing: string[] = [];
    for (let at = resolve(path); !existsSync(at); at = dirname(at)) missing.unshift(at);
    /* One by one: where the system refuses a folder that should be possible (/proc), `recursive` never comes back. */
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
