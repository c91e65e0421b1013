/*
 * Makes a checkout ready to run: installs what the lock file names and compiles changed sources. Plain Node >= 20.19 without
 * dependencies, since a fresh clone has none. Never replaces the build under a running process of this checkout.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { staleProjects } from './build.mjs';
import { alone, occupy, others, root } from './checkout.mjs';
import { endIfOrphan } from './parent.mjs';

const installedStamp = join(root, 'node_modules', '.argus-installed');

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
  endIfOrphan();
  process.stderr.write(`${step}: ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
}

const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

const isInstalled = () => existsSync(installedStamp) && readFileSync(installedStamp, 'utf8') === lockHash();

function install() {
  if (isInstalled()) return;
  /* Not `npm ci`: it refuses a lock file without the optional binaries of every platform. */
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  run('Installing packages', npm, ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(installedStamp, lockHash());
}

const build = () => run('Building', join(root, 'node_modules/.bin/node'), [join(root, 'tools/build.mjs')]);

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write(`Argus needs Node 20.19 or newer to start; this is ${process.versions.node}.\n`);
  process.exit(1);
}

function refresh(besideOthers) {
  if (isInstalled() && staleProjects().length === 0) return;
  const [other] = others();
  if (other === undefined) {
    install();
    build();
    return;
  }
  const what = `Sources changed, but process ${other.pid} (${other.command}) runs the current build of this checkout`;
  if (besideOthers) {
    process.stderr.write(`${what}: using that build.\n`);
    return;
  }
  process.stderr.write(`${what}. Stop it first.\n`);
  process.exit(1);
}

/**
 * Installs and builds what is missing. Returns the root of the checkout. Ends this process when sources changed but another
 * process runs the current build; `besideOthers` uses that build instead.
 * @param {string} command the name of this process in messages of other commands
 */
export function prepare(command = 'a command', { besideOthers = false } = {}) {
  checkNode();
  alone(() => {
    refresh(besideOthers);
    occupy(command);
  });
  return root;
}
