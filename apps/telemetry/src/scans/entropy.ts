import { shareOfRows, total, transitionCounts, visitCounts } from './transitions.js';

/** Entropies of a sequence of visits in bits (Krejtz et al. 2014, Shiferaw et al. 2019). */
export interface ScanEntropy {
  /** −Σ p log₂ p over the shares p of visits. */
  readonly stationaryBits: number;
  /** The same over log₂ k for k areas; null for one area. */
  readonly stationaryNormalised: number | null;
  /** −Σ p Σ P log₂ P over the same shares p and the transition matrix P. */
  readonly transitionBits: number;
  /** The same over log₂(k − 1), as a visit is never followed by one of the same area; null for fewer than three areas. */
  readonly transitionNormalised: number | null;
  /** Corrected for few visits by Miller and Madow (1955): H + (K − 1) / (2 N ln 2), at most log₂ of the areas. */
  readonly stationaryCorrectedBits: number;
  /** Joint entropy of pairs minus that of their origins, both corrected so; at least 0 and at most log₂(k − 1). */
  readonly transitionCorrectedBits: number;
  /** Fewer than 5 k² transitions: the figures are biased whatever the correction. */
  readonly isSmallSample: boolean;
}

const bits = (share: number): number => (share > 0 ? -share * Math.log2(share) : 0);
const clamp = (value: number, max: number): number => Math.min(Math.max(value, 0), max);

/** Shannon's entropy of counts in bits. */
export function entropyBits(counts: readonly number[]): number {
  const sum = total(counts);
  return sum === 0 ? 0 : total(counts.map((count) => bits(count / sum)));
}

/** The same after Miller and Madow (1955). */
function correctedBits(counts: readonly number[]): number {
  const sum = total(counts);
  const seen = counts.filter((count) => count > 0).length;
  return sum === 0 ? 0 : entropyBits(counts) + (seen - 1) / (2 * sum * Math.LN2);
}

/** @param sequence areas of dwells in their order; two in a row differ */
export function scanEntropy(sequence: readonly number[], areas: number): ScanEntropy {
  const visits = visitCounts(sequence, areas);
  const counts = transitionCounts(sequence, areas);
  const rowBits = shareOfRows(counts).map((row) => total(row.map(bits)));
  const stationaryBits = entropyBits(visits);
  const transitionBits =
    sequence.length === 0
      ? 0
      : total(visits.map((count, area) => (count / sequence.length) * rowBits[area]!));
  const pairs = counts.flat();
  const origins = counts.map(total);
  const [most, mostNext] = [Math.log2(areas), Math.log2(Math.max(areas - 1, 1))];
  return {
    stationaryBits,
    stationaryNormalised: areas > 1 ? stationaryBits / most : null,
    transitionBits,
    transitionNormalised: areas > 2 ? transitionBits / mostNext : null,
    stationaryCorrectedBits: clamp(correctedBits(visits), most),
    transitionCorrectedBits: clamp(correctedBits(pairs) - correctedBits(origins), mostNext),
    isSmallSample: total(pairs) < 5 * areas ** 2,
  };
}
