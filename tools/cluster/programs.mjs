/* The programs of a Kubernetes node, built from the Go module in `programs/` into the user's cache. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from '../programs/cached.mjs';

const module = join(import.meta.dirname, 'programs');
const read = (file) => readFileSync(join(module, file), 'utf8');

/* Without it Kubernetes calls itself v0.0.0, which charts refuse. */
function versionFlags() {
  const [, version, major, minor] = /k8s\.io\/kubernetes (v(\d+)\.(\d+)\.\d+)/.exec(read('go.mod'));
  const words = { gitVersion: version, gitMajor: major, gitMinor: minor };
  return Object.entries(words).map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`);
}

/**
 * Returns the folder of the programs. Builds them when go.mod or go.sum changed; that takes some ten minutes of two processors.
 * Throws when there is no Go, or the build fails.
 */
export function kubernetesPrograms() {
  const key = createHash('sha256');
  for (const file of ['go.mod', 'go.sum', 'coredns/main.go', 'etcd/main.go', 'pause/main.go'])
    key.update(read(file));
  const folder = cached(`kubernetes-${key.digest('hex').slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  const scratch = `${folder}.${process.pid}`;
  process.stderr.write('Building the programs of Kubernetes …\n');
  const { status, error } = spawnSync(
    'go',
    [
      'build',
      '-p',
      '2',
      '-ldflags',
      ['-s', '-w', ...versionFlags()].join(' '),
      '-o',
      `${scratch}/`,
      'tool',
      './coredns',
      './etcd',
      './pause',
    ],
    { cwd: module, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, CGO_ENABLED: '0' } },
  );
  if (status === 0) {
    renameSync(scratch, folder);
    return folder;
  }
  rmSync(scratch, { recursive: true, force: true });
  throw new Error(error?.code === 'ENOENT' ? 'there is no Go (https://go.dev/dl)' : 'go build failed');
}
