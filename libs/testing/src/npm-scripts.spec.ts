import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as {
  readonly scripts: Readonly<Record<string, string>>;
};
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    /* Decisions tell what was. */
    .filter((file) => file.endsWith('.md') && !file.startsWith('adr'))
    .map((file) => join('docs', file)),
];

/** Returns the scripts that a text tells people to run. */
const namedIn = (text: string): string[] => [
  ...[...text.matchAll(/\bnpm run (?:--silent )?([a-z][\w:-]*)/g)].map(([, name]) => name!),
  ...[...text.matchAll(/\bnpm (start|test)\b/g)].map(([, name]) => name!),
];

describe('npm scripts', () => {
  it('npm scripts: README tells of every script', () => {
    const readme = read('README.md');
    const told = new Set([
      ...namedIn(readme),
      ...[...readme.matchAll(/`(check:[\w-]+)`/g)].map(([, name]) => name!),
    ]);
    expect(Object.keys(scripts).filter((name) => !told.has(name))).toEqual([]);
  });

  it.each(documents)('npm scripts: every script that %s names exists', (file) => {
    expect(namedIn(read(file)).filter((name) => !(name in scripts))).toEqual([]);
  });
});
