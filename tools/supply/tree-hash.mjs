/* npm ci twice into empty folders: both trees must be the same, byte for byte. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Returns one hash of every path, mode, link and content below a folder. */
export function treeHash(folder) {
  const hash = createHash('sha256');
  const entries = readdirSync(folder, { recursive: true }).sort();
  for (const name of entries) {
    const path = join(folder, name);
    const stats = lstatSync(path);
    const kind = stats.isSymbolicLink() ? `link ${readlinkSync(path)}` : stats.isFile() ? 'file' : 'folder';
    hash.update(`${name}\0${kind}\0${(stats.mode & 0o777).toString(8)}\0`);
    if (kind === 'file') hash.update(createHash('sha256').update(readFileSync(path)).digest());
  }
  return { sha256: hash.digest('hex'), entries: entries.length };
}

/** Installs from the lock file without scripts into a new folder. @returns the hash of the tree */
export function hashOfNewTree(root, manifests) {
  const folder = mkdtempSync(join(tmpdir(), 'argus-tree-'));
  try {
    for (const file of ['package.json', 'package-lock.json', ...manifests]) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      cpSync(join(root, file), join(folder, file));
    }
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    const { status } = spawnSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) throw new Error('npm ci failed');
    /* npm's own list of the tree repeats the lock file and names no other file. */
    return treeHash(join(folder, 'node_modules'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
