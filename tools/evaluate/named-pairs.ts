import { readFileSync } from 'node:fs';

/** A photograph as a list of pairs names it. */
interface NamedPhotograph {
  readonly person: string;
  /** "person/file". */
  readonly path: string;
}

export interface NamedPair {
  readonly one: NamedPhotograph;
  readonly other: NamedPhotograph;
  readonly isSamePerson: boolean;
  /** Part of the list, for tests in which the threshold comes from the other parts. */
  readonly fold: number;
}

/** Reads LFW's pairs.txt: a line with folds and pairs per fold and kind, then "name n m" or "name n name m". */
export function readPairs(file: string): NamedPair[] {
  const [head = '', ...lines] = readFileSync(file, 'utf8').split(/\r?\n/);
  const [folds, perKind] = head.trim().split(/\s+/).map(Number);
  if (!folds || !perKind) throw new Error(`${file}: the first line must say folds and pairs per fold.`);
  const named = (person: string, number: string): NamedPhotograph => ({
    person,
    path: `${person}/${person}_${number.padStart(4, '0')}.jpg`,
  });
  return lines
    .filter((line) => line.trim() !== '')
    .map((line, i) => {
      const words = line.trim().split(/\s+/);
      const [name = '', first = '', third = '', last = ''] = words;
      if (words.length !== 3 && words.length !== 4) throw new Error(`${file}: line ${i + 2} is no pair.`);
      const isSamePerson = words.length === 3;
      const other = isSamePerson ? named(name, third) : named(third, last);
      return { one: named(name, first), other, isSamePerson, fold: Math.floor(i / (2 * perKind)) };
    });
}
