import { Matrix, SingularValueDecomposition } from 'ml-matrix';

/** How often gaze went from each area (row) to each (column). */
export function transitionCounts(sequence: readonly number[], areas: number): number[][] {
  const counts = Array.from({ length: areas }, () => new Array<number>(areas).fill(0));
  for (let place = 1; place < sequence.length; place++) counts[sequence[place - 1]!]![sequence[place]!]!++;
  return counts;
}

/** Divides each row by its sum. A row of zeros, of an area that gaze never left, stays. */
export const shareOfRows = (counts: readonly (readonly number[])[]): number[][] =>
  counts.map((row) => {
    const sum = total(row);
    return row.map((count) => (sum === 0 ? 0 : count / sum));
  });

/** How often each area stands in the sequence. */
export function visitCounts(sequence: readonly number[], areas: number): number[] {
  const counts = new Array<number>(areas).fill(0);
  for (const area of sequence) counts[area]!++;
  return counts;
}

/**
 * Returns the left eigenvector π of a transition matrix P: π·P = π, Σπ = 1. Undefined where gaze did not leave a visited area, or
 * went round in parts that do not reach each other, as there is no single one then.
 */
export function stationaryDistribution(
  matrix: readonly (readonly number[])[],
  visits: readonly number[],
): number[] | undefined {
  const visited = visits.flatMap((count, area) => (count > 0 ? [area] : []));
  if (visited.length === 0 || visited.some((area) => total(matrix[area]!) === 0)) return undefined;
  const size = visited.length;
  const equations = Matrix.zeros(size + 1, size);
  for (const [column, from] of visited.entries())
    for (const [row, to] of visited.entries())
      equations.set(row, column, matrix[from]![to]! - (row === column ? 1 : 0));
  for (let column = 0; column < size; column++) equations.set(size, column, 1);
  const right = Matrix.zeros(size + 1, 1);
  right.set(size, 0, 1);
  const decomposed = new SingularValueDecomposition(equations);
  if (decomposed.rank < size) return undefined;
  const found = decomposed.solve(right).to1DArray();
  const shares = new Array<number>(matrix.length).fill(0);
  for (const [place, area] of visited.entries()) shares[area] = found[place]!;
  return shares;
}

export const total = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);
