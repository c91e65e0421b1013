import { describe, expect, it } from '@jest/globals';

interface BenchmarkResult {
  readonly name: string;
  readonly compares: string;
  readonly date: string;
  readonly machine: string;
  readonly output: string;
}
const { withResults } = (await import(new URL('../../../tools/bench-page.mjs', import.meta.url).href)) as {
  withResults: (page: string, results: BenchmarkResult[], parts: string[]) => string;
};

const parts = ['gateway', 'bus', 'vision'];
const resultOf = (name: string, output: string): BenchmarkResult => ({
  name,
  compares: 'one way with another',
  date: '2026-11-29',
  machine: 'a processor, 2 cores, Node v24.21.0',
  output,
});
const page = withResults('', [resultOf('vision', 'old faces'), resultOf('bus', 'old calls')], parts);

describe('benchmark page', () => {
  it('benchmark page: an empty page gets a head and the sections in the order of the parts', () => {
    expect(page).toMatch(/^# Benchmarks\n/);
    expect(page.match(/^## .*/gm)).toEqual(['## bus', '## vision']);
    expect(page).toContain(
      '## bus\n\nCompares one way with another.\nMeasured on 2026-11-29: a processor, 2 cores, Node v24.21.0.\n\n' +
        '```text\nold calls\n```\n',
    );
  });

  it('benchmark page: a part that ran replaces its own section and keeps the others byte for byte', () => {
    const next = withResults(page, [resultOf('bus', 'new calls\n')], parts);
    expect(next).toBe(page.replace('old calls', 'new calls'));
  });

  it('benchmark page: a part that never ran before is put in its place', () => {
    const next = withResults(page, [resultOf('gateway', 'requests')], parts);
    expect(next.match(/^## .*/gm)).toEqual(['## gateway', '## bus', '## vision']);
  });

  it('benchmark page: the section of a part that no longer exists is dropped', () => {
    expect(withResults(page, [], ['bus']).match(/^## .*/gm)).toEqual(['## bus']);
  });

  it('benchmark page: output with dollar signs and code is written as it was printed', () => {
    const output = '$1 $& `a` ## not a heading';
    expect(withResults(page, [resultOf('bus', output)], parts)).toContain(`\n${output}\n`);
  });
});
