import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Returns the secret of a file; creates it with mode 0600 from `make` if there is none. Processes that start at once agree on one. */
export function generatedSecret(file: string, make: () => string): { secret: string; created: boolean } {
  const created = !existsSync(file) && create(file, make());
  return { secret: readFileSync(file, 'utf8').trim(), created };
}

function create(file: string, secret: string): boolean {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `${secret}\n`, { mode: 0o600, flag: 'wx', flush: true });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft);
  }
}
