import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import {
  kept,
  onlyRead,
  optional,
  unreadFiles,
  unreadFolders,
  unreadPackages,
  unreadPaths,
} from './unread.mjs';

/** Removes what no process reads from a `node_modules`; see `unread.mjs`. `wanted` names what stays of the optional. */
export function removeUnread(modules, wanted) {
  for (const [use, names] of Object.entries(optional))
    if (!wanted.includes(use)) for (const name of names) remove(join(modules, name));
  for (const name of unreadPackages) remove(join(modules, name));
  for (const [path] of unreadPaths) for (const found of pathsOf(modules, path.split('/'))) remove(found);
  for (const [path, files] of onlyRead)
    for (const found of pathsOf(modules, path.split('/'))) keepOnly(found, files);
  for (const folder of packagesIn(modules)) {
    for (const entry of readdirSync(folder, { withFileTypes: true }))
      if (entry.isDirectory() && unreadFolders.test(entry.name)) remove(join(folder, entry.name));
    clean(folder);
  }
}

function clean(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) clean(path);
    else if (entry.isFile() && !kept.test(entry.name) && unreadFiles.some(([name]) => name.test(entry.name)))
      remove(path);
  }
}

function keepOnly(folder, files) {
  const isKept = (name) => files.test(name) || name === 'package.json' || kept.test(name);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !isKept(relative(folder, path))) remove(path);
  }
}

const remove = (path) => rmSync(path, { recursive: true, force: true });

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
