import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { run } from './run.ts';

/**
 * Returns the folder of programs of a Python package (`name==version`), which is installed into a venv of its own in the user's cache;
 * undefined where there is no Python 3.10 for it.
 */
export function programsOf(requirement: string): string | undefined {
  const { XDG_CACHE_HOME: cache } = process.env;
  const home = cache !== undefined && isAbsolute(cache) ? cache : join(homedir(), '.cache');
  const venv = join(home, 'argus', requirement.replace('==', '-'));
  const programs = join(venv, 'bin');
  const [name = ''] = requirement.split('==');
  if (existsSync(join(programs, name))) return programs;
  const isNew = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))';
  if (spawnSync('python3', ['-c', isNew]).status !== 0) return undefined;
  run('python3', ['-m', 'venv', venv]);
  run(join(programs, 'python'), ['-m', 'pip', 'install', '--quiet', requirement]);
  return programs;
}
