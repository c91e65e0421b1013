import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = dirname(import.meta.dirname);

/**
 * Writes generated files, or with --check compares them with the checked-in ones. Ends the process with 0 when all are current.
 * `command` is the npm command that writes them.
 */
export function writeOrCheck(
  command: string,
  files: readonly (readonly [path: string, text: string])[],
): never {
  let stale = 0;
  for (const [path, text] of files) {
    const file = join(root, path);
    if (!process.argv.includes('--check')) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      console.log(`${path} written`);
    } else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
      console.error(`${path} is stale; run: ${command}`);
      stale++;
    }
  }
  process.exit(stale === 0 ? 0 : 1);
}
