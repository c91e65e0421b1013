/*
 * Makes a checkout ready to run: dependencies installed as the lock file says, everything compiled. Plain Node >= 20.19
 * without dependencies, since a fresh clone has none. Quick when nothing changed.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

function run(step, command, args, options = {}) {
  const started = Date.now();
  process.stderr.write(`${step} …\n`);
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    ...options,
  });
  if (error || status !== 0) {
    process.stderr.write(`${step} failed${error ? `: ${error.message}` : ''}.\n`);
    process.exit(1);
  }
  process.stderr.write(`${step}: ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
}

function install() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(root, 'node_modules', '.argus-installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  /* Not `npm ci`: it refuses a lock file that lacks the optional binaries of platforms that the registry at hand had not. */
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  run('Installing packages', npm, ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, lock);
}

function build() {
  const nx = join(root, 'node_modules/.bin/nx');
  const node = join(root, 'node_modules/.bin/node');
  run('Building', node, [nx, 'run-many', '-t', 'build', '--output-style=static'], {
    env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' },
  });
}

/** Installs and builds what is missing; returns the root of the checkout. */
export function prepare() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    process.stderr.write(`Argus needs Node 20.19 or newer to start; this is ${process.versions.node}.\n`);
    process.exit(1);
  }
  install();
  build();
  return root;
}
