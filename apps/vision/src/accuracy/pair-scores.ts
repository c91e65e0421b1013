/** A face to be compared with others. */
export interface LabelledFace {
  /** Who it is; undefined when not known. */
  readonly person?: string | undefined;
  /** Photograph it stands in; two faces of one photograph are two people. */
  readonly photograph: string;
  readonly descriptor: Float32Array;
}

export interface PairScores {
  /** Similarities of pairs that show one person, ascending. */
  readonly genuine: readonly number[];
  /** Similarities of pairs that show two people, ascending. */
  readonly impostor: readonly number[];
}

/** Cosine of two unit vectors. */
export function similarity(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += one[i]! * other[i]!;
  return sum;
}

/** Compares every pair of faces of which it is known whether they show one person. */
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
  // Strangers of a group photograph are none of the named people, but may appear in two groups.
  return one.person !== undefined || other.person !== undefined ? false : undefined;
}

/** Share of scores that reach the threshold, 0 to 1. */
export function acceptRate(scores: readonly number[], threshold: number): number {
  return scores.filter((score) => score >= threshold).length / scores.length;
}
