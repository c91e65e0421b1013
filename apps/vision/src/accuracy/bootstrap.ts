/**
 * Draws people with replacement; returns how often each was drawn. Pairs of one person resemble each other, so an interval
 * over pairs would be too narrow: people are drawn, with all that is theirs.
 */
export function drawPeople(people: number, random: () => number): Float64Array {
  const drawn = new Float64Array(people);
  for (let i = 0; i < people; i++) drawn[Math.floor(random() * people)]!++;
  return drawn;
}

/** Returns the 2.5 and 97.5 percentiles. */
export function percentileInterval(values: readonly number[]): { low: number; high: number } {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? NaN;
  return { low: at(0.025), high: at(0.975) };
}
