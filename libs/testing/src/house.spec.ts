import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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

  it('names every type and every scope in the boundaries, and no wildcard', () => {
    const words = new Set(folders.flatMap(tagsOf).map((tag) => tag.split(':')[1]));
    for (const word of words) expect(lint).toMatch(new RegExp(`['"\`:]${word}['"\`]|\\b${word}:`));
    expect(lint).not.toMatch(/sourceTag: '\*'|onlyDependOnLibsWithTags: \['\*'\]/);
  });
});
