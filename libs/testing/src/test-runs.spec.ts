import { describe, expect, it } from '@jest/globals';

const { chosenRuns } = (await import(new URL('../../../tools/test-runs.mjs', import.meta.url).href)) as {
  chosenRuns: (words: readonly string[]) => readonly { name: string }[];
};
const { slowestFiles } = (await import(
  new URL('../../../tools/slowest-files.mjs', import.meta.url).href
)) as {
  slowestFiles: (results: readonly object[], root: string, count: number) => readonly object[];
};
const namesOf = (words: readonly string[]): string[] => chosenRuns(words).map(({ name }) => name);

describe('runs of npm test', () => {
  it('npm test: without words every tier runs, end to end in both run modes', () => {
    expect(namesOf([])).toEqual(['spec', 'int-spec', 'e2e embedded', 'e2e services']);
  });

  it.each([
    [['spec'], ['spec']],
    [['int'], ['int-spec']],
    [['e2e'], ['e2e embedded', 'e2e services']],
    [['e2e-spec'], ['e2e embedded', 'e2e services']],
    [
      ['services', 'int-spec'],
      ['int-spec', 'e2e services'],
    ],
  ])('npm test: %j runs %j', (words, names) => expect(namesOf(words)).toEqual(names));

  it('npm test: an unknown tier is refused with the known ones', () => {
    expect(() => chosenRuns(['unit'])).toThrow(
      'Unknown tier; there are: spec, int-spec, e2e, embedded, services',
    );
  });

  it('npm test: the slowest files are named by their sources, the slowest first', () => {
    const results = [300, 2500, 900].map((ms, i) => ({
      name: `/checkout/apps/one/dist/a/${i}.int-spec.js`,
      startTime: 1000 * i,
      endTime: 1000 * i + ms,
    }));
    expect(slowestFiles(results, '/checkout', 2)).toEqual([
      { file: 'apps/one/src/a/1.int-spec.ts', seconds: 2.5 },
      { file: 'apps/one/src/a/2.int-spec.ts', seconds: 0.9 },
    ]);
  });
});
