/** Somebody was seen, or a correction says that they were there. */
export interface Punch {
  readonly minute: number;
  /** Null where nothing says it: then punches alternate. */
  readonly direction: 'in' | 'out' | null;
  readonly isCorrection?: boolean;
}

const rank = { in: 1, out: 2 } as const;
const rankOf = ({ direction }: Punch): number => (direction === null ? 0 : rank[direction]);

/** Returns the punches in order, whatever order they came in. */
export const inOrder = (punches: readonly Punch[]): Punch[] =>
  punches.toSorted((one, other) => one.minute - other.minute || rankOf(one) - rankOf(other));

/**
 * Tells punches that say the same again, within so many minutes: who passes two cameras, or holds a badge up twice.
 * @param punches in order
 */
export function withoutRepeats(
  punches: readonly Punch[],
  repeatMin: number,
): { readonly kept: readonly Punch[]; readonly repeated: readonly Punch[] } {
  const [kept, repeated]: [Punch[], Punch[]] = [[], []];
  for (const punch of punches) {
    const last = kept.at(-1);
    const isNear = last !== undefined && punch.minute - last.minute < repeatMin;
    (isNear && punch.direction === last.direction ? repeated : kept).push(punch);
  }
  return { kept, repeated };
}
