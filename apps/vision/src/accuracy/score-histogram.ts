const BINS_PER_UNIT = 10_000;
const BINS = 2 * BINS_PER_UNIT + 1;

/** Counts cosine similarities in bins of 0.0001, so that millions of them need no list. */
export class ScoreHistogram {
  private readonly counts = new Float64Array(BINS);
  private sum = 0;

  get total(): number {
    return this.sum;
  }

  add(score: number, weight = 1): void {
    this.counts[binOf(score)]! += weight;
    this.sum += weight;
  }

  /** Returns, for every bin, how many scores lie in it or above. */
  fromAbove(): Float64Array {
    const reached = Float64Array.from(this.counts);
    for (let bin = BINS - 2; bin >= 0; bin--) reached[bin]! += reached[bin + 1]!;
    return reached;
  }

  /** Returns the scores that occur with their counts; a score stands for its bin. */
  entries(): { score: number; count: number }[] {
    return [...this.counts.entries()].flatMap(([bin, count]) =>
      count > 0 ? [{ score: thresholdOf(bin) + 0.5 / BINS_PER_UNIT, count }] : [],
    );
  }
}

/** The bin whose lower edge is the threshold, rounded to 0.0001. */
export const edgeOf = (threshold: number): number =>
  Math.min(Math.max(Math.round((threshold + 1) * BINS_PER_UNIT), 0), BINS - 1);

export const thresholdOf = (bin: number): number => (bin - BINS_PER_UNIT) / BINS_PER_UNIT;

const binOf = (score: number): number =>
  Math.min(Math.max(Math.floor((score + 1) * BINS_PER_UNIT), 0), BINS - 1);
