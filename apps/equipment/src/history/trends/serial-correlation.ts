/* Block sizes. Larger blocks show correlation that reaches over more than one step. */
const BLOCK_SIZES = [1, 2, 4, 8];
const MIN_BLOCKS = 12;

/**
 * Returns how much larger the variance of a mean (and of Kendall's S) is than for independent values: 1 or more, Infinity if
 * they are too correlated to estimate it. It is (1 + r) / (1 - r), where r is the lag-one correlation of the ranks. Ranks keep
 * outliers from dominating; r is corrected for the bias of residuals from a line (Marriott and Pope 1954). Noise with several
 * time scales looks too independent from step to step, so block means are tried as well, and the largest result counts.
 */
export function varianceInflation(residuals: Float64Array): number {
  const ranks = centredRanks(residuals);
  const variance = meanSquare(ranks);
  if (variance === 0) return 1;
  let largest = 1;
  for (const block of BLOCK_SIZES) {
    const means = blockMeans(ranks, block);
    if (means.length < MIN_BLOCKS) break;
    const r = lagOne(means);
    if (r >= 1) return Infinity;
    largest = Math.max(largest, ((meanSquare(means) * block) / variance) * ((1 + r) / (1 - r)));
  }
  return largest;
}

/** Returns ranks minus their mean. Equal values share their middle rank. */
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
