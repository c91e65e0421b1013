/** Probability that two faces are the same person: `1 / (1 + exp(−slope · (similarity − midpoint)))`. */
export interface LogisticCurve {
  readonly slope: number;
  readonly midpoint: number;
}

/** A similarity that occurred `count` times. */
export interface CountedScore {
  readonly score: number;
  readonly count: number;
}

const NEWTON_STEPS = 100;

/**
 * Fits the curve to measured similarities after Platt (1999). Targets lie inside 0 and 1 by a margin from the sample sizes.
 * This keeps the slope finite when the two groups do not overlap. Both groups have the same weight, so the probability
 * assumes that a genuine and an impostor probe are equally likely. Scores outside the range do not count, but their number does.
 */
export function fitLogistic(
  genuine: readonly CountedScore[],
  impostor: readonly CountedScore[],
  range: { readonly from: number; readonly to: number } = { from: -Infinity, to: Infinity },
): LogisticCurve {
  const [genuines, impostors] = [countOf(genuine), countOf(impostor)];
  const samples = [
    ...group(genuine, genuines, (genuines + 1) / (genuines + 2)),
    ...group(impostor, impostors, 1 / (impostors + 2)),
  ].filter(({ x }) => x >= range.from && x <= range.to);
  // Newton's method runs on shifted and scaled values, so that both parameters are near one.
  const total = samples.reduce((sum, { weight }) => sum + weight, 0);
  const centre = samples.reduce((sum, { x, weight }) => sum + x * weight, 0) / total;
  const spread = Math.sqrt(
    samples.reduce((sum, { x, weight }) => sum + weight * (x - centre) ** 2, 0) / total,
  );
  let [a, b] = [1, 0];
  for (let step = 0; step < NEWTON_STEPS; step++) {
    let [ga, gb, haa, hab, hbb] = [0, 0, 1e-9, 0, 1e-9];
    for (const { x, target, weight } of samples) {
      const z = (x - centre) / spread;
      const p = 1 / (1 + Math.exp(-(a * z + b)));
      const error = weight * (target - p);
      const curvature = weight * p * (1 - p);
      ga += error * z;
      gb += error;
      haa += curvature * z * z;
      hab += curvature * z;
      hbb += curvature;
    }
    const determinant = haa * hbb - hab * hab;
    const limit = (change: number) => Math.min(Math.max(change, -1), 1);
    a += limit((hbb * ga - hab * gb) / determinant);
    b += limit((haa * gb - hab * ga) / determinant);
  }
  return { slope: a / spread, midpoint: centre - (b / a) * spread };
}

const countOf = (scores: readonly CountedScore[]) => scores.reduce((sum, { count }) => sum + count, 0);

/** Returns samples whose weights add up to one. */
function group(
  scores: readonly CountedScore[],
  total: number,
  target: number,
): { x: number; target: number; weight: number }[] {
  return scores.map(({ score, count }) => ({ x: score, target, weight: count / total }));
}

export function probability({ slope, midpoint }: LogisticCurve, similarity: number): number {
  return 1 / (1 + Math.exp(-slope * (similarity - midpoint)));
}
