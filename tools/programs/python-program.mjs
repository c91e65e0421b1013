import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cached } from './cached.mjs';

/** A package of PyPI, with what it needs, in a folder of the user's cache; run it by `python3 -m` with PYTHONPATH. */
export function pythonProgram(name, version, module) {
  const path = cached(`${name}-${version}`);
  return {
    version,
    find: () => (existsSync(join(path, module)) ? path : undefined),
    /** Brings the package. Returns its folder. Throws when it cannot be had. */
    bring() {
      mkdirSync(dirname(path), { recursive: true });
      const scratch = mkdtempSync(`${path}.`);
      const words = [
        '-m',
        'pip',
        'install',
        '--quiet',
        '--no-compile',
        '--only-binary',
        ':all:',
        '--retries',
        '1',
      ];
      try {
        const { status, stderr, error } = spawnSync(
          'python3',
          [...words, '--target', scratch, `${name}==${version}`],
          { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'], timeout: 300_000 },
        );
        if (status !== 0)
          throw new Error(`pip failed: ${error?.message ?? stderr.trim().split('\n').at(-1)}`);
        renameSync(scratch, path);
      } finally {
        rmSync(scratch, { recursive: true, force: true });
      }
      return path;
    },
  };
}
