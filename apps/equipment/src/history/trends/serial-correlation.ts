/* Blocks in which neighbours are put together to see correlation that is too long for one step. */
const BLOCKS = [1, 2, 4, 8];
const MIN_BLOCKS = 12;

/**
 * By how much the variance of a mean (and of Kendall's S) of neighbouring values is larger than that of as many independent
 * ones; 1 or more, Infinity where they hang together too much to say. It is (1 + r) / (1 - r) of the lag-one correlation r
 * of their ranks (ranks: outliers have no say), r corrected for the bias of residuals from a line (Marriott and Pope 1954).
 * Noise with more than one time scale looks more independent from step to step than it is; so the same is estimated from
 * means of blocks, and the largest counts.
 */
export function varianceInflation(residuals: Float64Array): number {
  const ranks = centredRanks(residuals);
  const variance = meanSquare(ranks);
  if (variance === 0) return 1;
  let largest = 1;
  for (const block of BLOCKS) {
    const means = blockMeans(ranks, block);
    if (means.length < MIN_BLOCKS) break;
    const r = lagOne(means);
    if (r >= 1) return Infinity;
    largest = Math.max(largest, ((meanSquare(means) * block) / variance) * ((1 + r) / (1 - r)));
  }
  return largest;
}

/** Ranks less their mean; of equal values all the middle one. */
function centredRanks(values: Float64Array): Float64Array {
  const order = Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let at = from; at < to; at++) ranks[order[at]!] = (from + to - order.length) / 2;
    from = to;
  }
  return ranks;
}

function blockMeans(values: Float64Array, block: number): Float64Array {
  const means = new Float64Array(Math.floor(values.length / block));
  for (let at = 0; at < means.length * block; at++) means[Math.floor(at / block)]! += values[at]! / block;
  return means;
}

const meanSquare = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value * value, 0) / values.length;

function lagOne(values: Float64Array): number {
  const n = values.length;
  let product = 0;
  for (let at = 1; at < n; at++) product += values[at]! * values[at - 1]!;
  return (n * (product / (n * meanSquare(values))) + 2) / (n - 4);
}
