/** A fixation on an area of interest, which is a place in a list of areas. Times are in seconds. */
export interface AreaFixation {
  readonly startS: number;
  readonly endS: number;
  readonly area: number;
}

/** A visit: consecutive fixations on one area, from the start of the first to the end of the last. */
export interface Dwell {
  readonly area: number;
  readonly startS: number;
  readonly endS: number;
  readonly fixations: number;
  /** Sum of the fixations, without the saccades between them. */
  readonly fixatedS: number;
}

/** Joins fixations, which are in the order of their start, to dwells. */
export function dwellsOf(fixations: readonly AreaFixation[]): Dwell[] {
  const dwells: Dwell[] = [];
  for (const { area, startS, endS } of fixations) {
    const last = dwells.at(-1);
    const fixatedS = endS - startS;
    if (last?.area === area)
      dwells[dwells.length - 1] = {
        ...last,
        endS: Math.max(last.endS, endS),
        fixations: last.fixations + 1,
        fixatedS: last.fixatedS + fixatedS,
      };
    else dwells.push({ area, startS, endS, fixations: 1, fixatedS });
  }
  return dwells;
}

/**
 * Returns the duration of the glance of each dwell in seconds (ISO 15007-1): from the moment at which gaze leaves for the area, which is
 * the end of the dwell before, until it leaves the area. The first has no such moment and begins with its first fixation.
 */
export const glanceSecondsOf = (dwells: readonly Dwell[]): number[] =>
  dwells.map(({ startS, endS }, place) => endS - (dwells[place - 1]?.endS ?? startS));
