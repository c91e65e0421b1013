import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folders = ['apps', 'libs'].flatMap((parent) =>
  readdirSync(join(root, parent)).map((name) => join(parent, name)),
);

const tagsOf = (folder: string): string[] => {
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
    nx?: { tags?: string[] };
  };
  return manifest.nx?.tags ?? [];
};
const lint = readFileSync(join(root, 'eslint.config.mjs'), 'utf8');

describe('the house', () => {
  it.each(folders)('%s is a project with one type and one scope', (folder) => {
    const tags = tagsOf(folder);
    expect(tags.filter((tag) => tag.startsWith('type:'))).toHaveLength(1);
    expect(tags.filter((tag) => tag.startsWith('scope:'))).toHaveLength(1);
    expect(tags).toHaveLength(2);
  });

  it('the boundaries name every type of project and every scope that is no service of its own', () => {
    /* Scopes of services are read from their manifests by the lint configuration itself. */
    const listed = folders.map(tagsOf).flatMap((tags) => (tags.includes('type:app') ? ['type:app'] : tags));
    for (const word of new Set(listed.map((tag) => tag.split(':')[1])))
      expect(lint).toMatch(new RegExp(`['"\`:]${word}['"\`]|\\b${word}:`));
    expect(lint).not.toMatch(/sourceTag: '\*'|onlyDependOnLibsWithTags: \['\*'\]/);
  });

  it.each(folders)('%s has no two files that import each other, be it by way of others', (folder) => {
    expect(cycleIn(importsIn(join(root, folder, 'src')))).toBeUndefined();
  });

  it('finds such a ring', () => {
    const imports = { a: ['b', 'c'], b: ['c'], c: ['d'], d: ['b'] };
    expect(cycleIn(new Map(Object.entries(imports)))).toEqual(['b', 'c', 'd', 'b']);
    expect(cycleIn(new Map(Object.entries({ ...imports, d: [] })))).toBeUndefined();
  });
});

/** The files of a folder with those that each imports or exports again, types too. */
function importsIn(folder: string): Map<string, string[]> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
  const importsOf = (file: string): string[] =>
    [...readFileSync(file, 'utf8').matchAll(/\sfrom '(\.[^']+)\.js';|^import '(\.[^']+)\.js';/gm)].map(
      ([, from, bare]) => `${join(dirname(file), (from ?? bare)!)}.ts`,
    );
  return new Map(files.map((file) => [file, importsOf(file)]));
}

/** The first ring that a walk in depth comes upon, its beginning also at the end. */
function cycleIn(imports: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const walk = (file: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of imports.get(file) ?? []) {
      const found = walk(next, [...path, file]);
      if (found) return found;
    }
    done.add(file);
    return undefined;
  };
  for (const file of imports.keys()) {
    const found = walk(file, []);
    if (found) return found;
  }
  return undefined;
}
