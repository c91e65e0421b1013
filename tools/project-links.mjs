import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { root } from './checkout.mjs';

const linkOf = (project) => join(root, 'node_modules/@argus', basename(project));

/** Folders of every project with a manifest, relative to the root. */
const everyProject = () =>
  ['apps', 'libs'].flatMap((parent) =>
    readdirSync(join(root, parent))
      .map((name) => join(parent, name))
      .filter((project) => existsSync(join(root, project, 'package.json'))),
  );

/** Returns a project and those that it is built from. */
export function projectsBelow(part) {
  const found = new Set();
  const look = (project) => {
    if (found.has(project)) return;
    found.add(project);
    const { dependencies = {} } = JSON.parse(readFileSync(join(root, project, 'package.json'), 'utf8'));
    for (const name of Object.keys(dependencies).filter((each) => each.startsWith('@argus/')))
      for (const parent of ['apps', 'libs']) {
        const folder = join(parent, name.replace('@argus/', ''));
        if (existsSync(join(root, folder))) look(folder);
      }
  };
  look(part);
  return [...found];
}

const isLinked = (project) =>
  existsSync(linkOf(project)) && realpathSync(linkOf(project)) === realpathSync(join(root, project));

/** Makes the links from node_modules to projects that are missing or lead elsewhere, as in one that was copied from another checkout. */
export function linkProjects(projects = everyProject()) {
  for (const project of projects.filter((each) => !isLinked(each))) {
    const link = linkOf(project);
    rmSync(link, { recursive: true, force: true });
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(
      process.platform === 'win32' ? join(root, project) : relative(dirname(link), join(root, project)),
      link,
      'junction',
    );
  }
}
