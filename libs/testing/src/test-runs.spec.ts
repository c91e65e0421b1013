import { describe, expect, it } from '@jest/globals';

const { chosenRuns } = (await import(new URL('../../../tools/test-runs.mjs', import.meta.url).href)) as {
  chosenRuns: (words: readonly string[], baseUrl?: string) => readonly { name: string }[];
};
const namesOf = (words: readonly string[], baseUrl?: string): string[] =>
  chosenRuns(words, baseUrl).map(({ name }) => name);

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

  it('npm test: with E2E_BASE_URL the end-to-end tier runs once, as "e2e remote"', () => {
    const url = 'https://argus.example';
    expect([namesOf(['e2e'], url), namesOf(['remote'], url)]).toEqual([['e2e remote'], ['e2e remote']]);
    expect(namesOf([], url)).toEqual(['spec', 'int-spec', 'e2e remote']);
  });

  it('npm test: an unknown tier is refused with the known ones', () => {
    expect(() => chosenRuns(['unit'])).toThrow(
      'Unknown tier; there are: spec, int-spec, e2e-spec, embedded, services',
    );
    expect(() => chosenRuns(['services'], 'https://argus.example')).toThrow('remote');
  });
});
