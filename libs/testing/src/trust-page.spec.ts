import { describe, expect, it } from '@jest/globals';

type Check = Record<string, unknown>;
const tool = (name: string): Promise<unknown> =>
  import(new URL(`../../../tools/trust/${name}.mjs`, import.meta.url).href);
const { faultsOf, readChecks } = (await tool('checks')) as {
  faultsOf: (
    check: Check,
    world: { fileExists: (file: string) => boolean; scripts: readonly string[] },
  ) => string[];
  readChecks: () => Check[];
};
const { trustPage } = (await tool('page')) as { trustPage: (checks: Check[]) => string };

const world = { fileExists: (file: string) => file.startsWith('apps/'), scripts: ['chaos'] };
const whole: Check = {
  number: 1,
  title: 'Nothing is lost',
  asked: '200 rounds',
  state: 'shown',
  tests: ['apps/e2e/src/crash.e2e-spec.ts'],
  inCi: '3 rounds',
  byHand: { command: 'ROUNDS=200 npm run chaos', size: '200 rounds' },
  figure: { text: '0 lost', date: '2026-11-30' },
};

describe('page of trust', () => {
  it('page of trust: a whole check has no fault', () => {
    expect(faultsOf(whole, world)).toEqual([]);
  });

  it.each<[string, Check, string]>([
    ['a test that does not exist', { tests: ['libs/gone.spec.ts'] }, 'libs/gone.spec.ts does not exist'],
    ['a file that is no test', { tests: ['apps/main.ts'] }, 'apps/main.ts is no test file'],
    [
      'an npm script that does not exist',
      { byHand: { command: 'npm run chaso', size: '200' } },
      'chaso is no script of package.json',
    ],
    ['shown without a test', { tests: [] }, 'is shown by no test'],
    ['shown without a figure', { figure: undefined }, 'is shown without a figure'],
    ['shown with a gap', { missing: 'the broker' }, 'is shown although something is missing'],
    ['partly without a gap', { state: 'partly' }, 'does not say in "missing" what is missing'],
    ['a figure without a day', { figure: { text: '0 lost' } }, 'needs "figure.date" as YYYY-MM-DD'],
    ['a misspelt field', { figur: {} }, 'has an unknown field figur'],
    ['a word that is no state', { state: 'passed' }, 'needs "state": shown | partly | no | not applicable'],
  ])('page of trust: refuses %s', (_, change, fault) => {
    expect(faultsOf({ ...whole, ...change }, world)).toContain(fault);
  });

  it('page of trust: has a row for each of the twenty-five checks', () => {
    const rows = trustPage(readChecks()).match(/^\| \d+ \|/gm);
    expect(rows).toEqual(Array.from({ length: 25 }, (_, index) => `| ${index + 1} |`));
  });
});
