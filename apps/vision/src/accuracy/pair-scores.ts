/** A face to compare with others. */
export interface LabelledFace {
  /** Undefined if the person is not known. */
  readonly person?: string | undefined;
  /** Name of the photograph; two faces in one photograph are two people. */
  readonly photograph: string;
  readonly descriptor: Float32Array;
}

export interface PairScores {
  /** Similarities of pairs of the same person, ascending. */
  readonly genuine: readonly number[];
  /** Similarities of pairs of two people, ascending. */
  readonly impostor: readonly number[];
}

/** Returns the cosine of the angle between two unit vectors. */
export function similarity(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += one[i]! * other[i]!;
  return sum;
}

/** Compares every pair of faces that are known to be the same person or two people. */
export function scorePairs(faces: readonly LabelledFace[]): PairScores {
  const genuine: number[] = [];
  const impostor: number[] = [];
  faces.forEach((one, i) => {
    for (const other of faces.slice(i + 1)) {
      const same = samePerson(one, other);
      if (same === undefined) continue;
      (same ? genuine : impostor).push(similarity(one.descriptor, other.descriptor));
    }
  });
  return { genuine: genuine.sort((a, b) => a - b), impostor: impostor.sort((a, b) => a - b) };
}

function samePerson(one: LabelledFace, other: LabelledFace): boolean | undefined {
  if (one.photograph === other.photograph) return false;
  if (one.person !== undefined && other.person !== undefined) return one.person === other.person;
  // Unnamed people in group photographs are never a named person, but may appear in two groups.
  return one.person !== undefined || other.person !== undefined ? false : undefined;
}

/** Returns the share of scores that reach the threshold, 0 to 1. */
export function acceptRate(scores: readonly number[], threshold: number): number {
  return scores.filter((score) => score >= threshold).length / scores.length;
}
