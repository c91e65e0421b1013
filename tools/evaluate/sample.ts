import { readFileSync } from 'node:fs';
import { labelledRows, type LabelledRows } from '#vision/accuracy/compare-all.js';
import type { AcquiredPhotograph } from './acquisition.ts';
import type { EvaluationOptions } from './options.ts';

/** The faces that could be described, as rows with numbered people. */
export interface Sample {
  readonly rows: LabelledRows;
  readonly photographs: readonly AcquiredPhotograph[];
  /** Name of each person. */
  readonly people: readonly string[];
  /** Rows of each person. */
  readonly rowsOf: readonly (readonly number[])[];
  /** True for two people whom the labels wrongly call two. */
  readonly isLeftOut: (one: number, other: number) => boolean;
}

/** @param pairs of names, as `readNamePairs` returns them. */
export function makeSample(
  acquired: readonly AcquiredPhotograph[],
  pairs: readonly (readonly [string, string])[],
): Sample {
  const photographs = acquired.filter(({ descriptor }) => descriptor !== null);
  const people = [...new Set(photographs.map(({ person }) => person))];
  const numbers = new Map(people.map((name, number) => [name, number]));
  const labels = photographs.map(({ person }) => numbers.get(person)!);
  const rowsOf: number[][] = people.map(() => []);
  labels.forEach((person, row) => rowsOf[person]!.push(row));
  const leftOut = new Set(
    pairs.flatMap(([one, other]) => {
      const [a, b] = [numbers.get(one), numbers.get(other)];
      return a === undefined || b === undefined ? [] : [`${a} ${b}`, `${b} ${a}`];
    }),
  );
  return {
    rows: labelledRows(
      photographs.map(({ descriptor }) => descriptor!),
      labels,
    ),
    photographs,
    people,
    rowsOf,
    isLeftOut: leftOut.size === 0 ? () => false : (one, other) => leftOut.has(`${one} ${other}`),
  };
}

/** Says what the sample leaves out. */
export function remarksOn(options: EvaluationOptions, { photographs }: Sample): string[] {
  const pairs = readNamePairs(options.samePeople).length;
  return [
    `At most ${options.photographs} photographs of a person, and those of the list of pairs; ${photographs.length} could be described.`,
    ...(pairs > 0
      ? [`${pairs} pairs of folders that show one person or twins are not compared with each other.`]
      : []),
    ...(options.keepBack !== undefined
      ? [`People whose sha256(name) mod ${options.keepBack} is 0 are kept back.`]
      : []),
  ];
}

/** Reads lines "name name". */
export function readNamePairs(file: string | undefined): (readonly [string, string])[] {
  return readLines(file).map((line) => {
    const [one, other, ...more] = line.split(/\s+/);
    if (one === undefined || other === undefined || more.length > 0)
      throw new Error(`${file}: "${line}" is no pair of names.`);
    return [one, other];
  });
}

/** Reads lines "name,group"; a person may belong to several groups. */
export function readGroups(file: string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const line of readLines(file)) {
    const comma = line.lastIndexOf(',');
    if (comma < 1) throw new Error(`${file}: "${line}" is not "name,group".`);
    const name = line.slice(0, comma).trim();
    groups.set(name, [...(groups.get(name) ?? []), line.slice(comma + 1).trim()]);
  }
  return groups;
}

/** Returns lines without comments (#) and blank ones; none without a file. */
export function readLines(file: string | undefined): string[] {
  if (file === undefined) return [];
  return readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '');
}
