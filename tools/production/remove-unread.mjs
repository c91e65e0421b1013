import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { kept, unreadFiles, unreadFolders, unreadPaths } from './unread.mjs';

/** Removes what no process reads from a `node_modules`; see `unread.mjs`. */
export function removeUnread(modules) {
  for (const [path] of unreadPaths) for (const found of pathsOf(modules, path.split('/'))) remove(found);
  for (const folder of packagesIn(modules)) clean(folder);
}

function clean(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (unreadFolders.test(entry.name) && !isPackage(path)) remove(path);
      else clean(path);
    } else if (
      entry.isFile() &&
      !kept.test(entry.name) &&
      unreadFiles.some(([name]) => name.test(entry.name))
    )
      remove(path);
  }
}

const remove = (path) => rmSync(path, { recursive: true, force: true });

/* A package may be called `test`, or have a folder `docs` that it loads; the latter has a manifest. */
const isPackage = (folder) => readdirSync(folder).includes('package.json');

/** Folders of the packages, those of scopes among them. Links lead to our own projects. */
function packagesIn(modules) {
  return readdirSync(modules, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== '.bin')
    .flatMap(({ name }) => {
      const path = join(modules, name);
      return name.startsWith('@') ? packagesIn(path) : [path];
    });
}

function pathsOf(folder, [name, ...rest]) {
  if (name === undefined) return [folder];
  const found = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => (name === '*' || entry.name === name) && (rest.length === 0 || entry.isDirectory()),
  );
  return found.flatMap((entry) => pathsOf(join(folder, entry.name), rest));
}

/** Size of all files below a folder, each in whole blocks of the disk. */
export function megabytesIn(folder) {
  const blocksIn = (path) =>
    readdirSync(path, { withFileTypes: true }).reduce((sum, entry) => {
      const child = join(path, entry.name);
      return sum + lstatSync(child).blocks + (entry.isDirectory() ? blocksIn(child) : 0);
    }, 0);
  return Math.round((blocksIn(folder) * 512) / 2 ** 20);
}
