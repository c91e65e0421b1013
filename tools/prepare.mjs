/*
 * Makes a checkout ready to run: installs what the lock file names, compiles changed sources, and brings the weights that no package
 * carries. Plain Node >= 20.19 without dependencies, since a fresh clone has none. Never replaces the build under a running process
 * of this checkout.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { staleProjects } from './build.mjs';
import { alone, occupy, others, root } from './checkout.mjs';
import { linkProjects, projectsBelow } from './project-links.mjs';
import { unusableWeights } from '../apps/vision/src/models/weight-files.mjs';
import { runStep } from './step.mjs';
import { allowedIn, nodeFault } from './supply/install-scripts.mjs';

const installedStamp = join(root, 'node_modules', '.argus-installed');

const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

/* A part is installed where that part was, or everything. */
const stampFor = (part) => (part ? `${lockHash()} ${part}` : lockHash());
const isInstalled = (part) =>
  existsSync(installedStamp) && [stampFor(part), lockHash()].includes(readFileSync(installedStamp, 'utf8'));

const projectsOf = (part) => (part ? projectsBelow(part) : undefined);

const inPackages = (name) => join(root, 'node_modules', name);
const allowed = () => allowedIn(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
const installedOf = (names) => names.filter((name) => existsSync(inPackages(name)));

/** The package `node` downloads outside of the lock file, so what came is compared before it runs. */
function checkNodeOfPackages() {
  const file = inPackages('node/bin/node');
  const fault = existsSync(file) ? nodeFault(readFileSync(file)) : undefined;
  if (fault === undefined) return;
  rmSync(file);
  process.stderr.write(`${fault}; it is removed.\n`);
  process.exit(1);
}

async function install(lock, part) {
  if (isInstalled(part)) return;
  /* Not `npm ci`: it refuses a lock file without the optional binaries of every platform. */
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const only = part ? ['--workspace', part, '--include-workspace-root'] : [];
  const args = ['install', '--ignore-scripts', '--no-save', ...only, ...quiet];
  await runStep('Installing packages', npm, args, lock);
  await runStep(
    'Running allowed install scripts',
    npm,
    ['rebuild', ...quiet, ...installedOf(allowed())],
    lock,
  );
  checkNodeOfPackages();
  /* A new file: a copied node_modules may share the old one with its original. */
  rmSync(installedStamp, { force: true });
  writeFileSync(installedStamp, stampFor(part));
}

const build = (lock, part) => {
  const args = [join(root, 'tools/build.mjs'), ...(projectsOf(part) ?? [])];
  return runStep('Building', join(root, 'node_modules/.bin/node'), args, lock);
};

async function fetchModels(lock) {
  if (unusableWeights().length > 0)
    await runStep('Fetching models', process.execPath, [join(root, 'tools/models.mjs')], lock);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write(`Argus needs Node 20.19 or newer to start; this is ${process.versions.node}.\n`);
  process.exit(1);
}

async function refresh(lock, besideOthers, part) {
  const current = isInstalled(part);
  /* A stamp tells the packages. Projects are links, which a copy of node_modules may lack. */
  if (current) linkProjects(projectsOf(part));
  if (current && staleProjects(projectsOf(part)).length === 0) return;
  const [other] = others();
  if (other === undefined) {
    await install(lock, part);
    await build(lock, part);
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
 * Installs, builds and fetches what is missing. Returns the root of the checkout. Ends this process when sources changed but another
 * process runs the current build; `besideOthers` uses that build instead.
 * With `part`, a project, only what it needs is there afterwards, and no model weights.
 * @param {string} command the name of this process in messages of other commands
 */
export async function prepare(command = 'a command', { besideOthers = false, part } = {}) {
  checkNode();
  await alone(async (lock) => {
    await refresh(lock, besideOthers, part);
    if (!part) await fetchModels(lock);
    occupy(command);
  });
  return root;
}
