/** Descriptors as rows of one matrix, each of a person. */
export interface LabelledRows {
  readonly vectors: Float32Array;
  /** Numbers per row. */
  readonly length: number;
  /** The person of each row, numbered from 0. */
  readonly people: Int32Array;
}

export function labelledRows(descriptors: readonly Float32Array[], people: readonly number[]): LabelledRows {
  const length = descriptors[0]?.length ?? 0;
  const vectors = new Float32Array(descriptors.length * length);
  descriptors.forEach((descriptor, row) => vectors.set(descriptor, row * length));
  return { vectors, length, people: Int32Array.from(people) };
}

/** Rows that are compared with each other while they are in the processor's cache. */
const BLOCK = 64;

/** Visits the similarity of every pair of rows once. Yields between blocks, so that a server can do other work. */
export function* compareAll(
  rows: LabelledRows,
  visit: (one: number, other: number, similarity: number) => void,
): Generator<void> {
  const count = rows.people.length;
  for (let from = 0; from < count; from += BLOCK) {
    for (let against = from; against < count; against += BLOCK) {
      for (let i = from; i < Math.min(from + BLOCK, count); i++)
        for (let j = Math.max(against, i + 1); j < Math.min(against + BLOCK, count); j++)
          visit(i, j, rowSimilarity(rows, i, j));
      yield;
    }
  }
}

/** Returns the cosine of the angle between two rows, which are unit vectors. */
export function rowSimilarity({ vectors, length }: LabelledRows, one: number, other: number): number {
  const [a, b] = [one * length, other * length];
  let [first, second] = [0, 0];
  let i = 0;
  for (; i + 1 < length; i += 2) {
    first += vectors[a + i]! * vectors[b + i]!;
    second += vectors[a + i + 1]! * vectors[b + i + 1]!;
  }
  return i < length ? first + second + vectors[a + i]! * vectors[b + i]! : first + second;
}
