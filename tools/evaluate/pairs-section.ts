import { similarity } from '#vision/accuracy/pair-scores.js';
import type { AcquiredPhotograph } from './acquisition.ts';
import type { NamedPair } from './named-pairs.ts';
import { countText, type Section } from './report.ts';

interface ScoredPair {
  readonly score: number;
  readonly isSamePerson: boolean;
  readonly fold: number;
}

/** Accuracy on a list of pairs: the threshold of each fold is the best one of all other folds. */
export function pairsSection(pairs: readonly NamedPair[], acquired: readonly AcquiredPhotograph[]): Section {
  const described = new Map(
    acquired.map(({ person, file, descriptor }) => [`${person}/${file}`, descriptor]),
  );
  const scored = pairs.flatMap(({ one, other, isSamePerson, fold }): ScoredPair[] => {
    const [a, b] = [described.get(one.path), described.get(other.path)];
    return a && b ? [{ score: similarity(a, b), isSamePerson, fold }] : [];
  });
  const folds = [...new Set(scored.map(({ fold }) => fold))];
  const accuracies = folds.map((fold) => {
    const threshold = bestThreshold(scored.filter((pair) => pair.fold !== fold));
    return shareRight(
      scored.filter((pair) => pair.fold === fold),
      threshold,
    );
  });
  const mean = accuracies.reduce((sum, value) => sum + value, 0) / accuracies.length;
  const variance =
    accuracies.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, accuracies.length - 1);
  return {
    title: 'The list of pairs',
    head: ['pairs', 'not described or not chosen', 'accuracy, mean of folds ± standard error'],
    rows: [
      [
        countText(scored.length),
        countText(pairs.length - scored.length),
        `${(100 * mean).toFixed(2)} ± ${(100 * Math.sqrt(variance / accuracies.length)).toFixed(2)} %`,
      ],
    ],
    notes: [],
  };
}

const shareRight = (pairs: readonly ScoredPair[], threshold: number): number =>
  pairs.filter(({ score, isSamePerson }) => score >= threshold === isSamePerson).length / pairs.length;

function bestThreshold(pairs: readonly ScoredPair[]): number {
  const sorted = pairs.toSorted((one, other) => one.score - other.score);
  let right = sorted.filter(({ isSamePerson }) => isSamePerson).length;
  let [best, threshold] = [right, -1];
  /* The threshold moves above one pair after the other. */
  for (const [i, { score, isSamePerson }] of sorted.entries()) {
    right += isSamePerson ? -1 : 1;
    if (right > best) [best, threshold] = [right, (score + (sorted[i + 1]?.score ?? score)) / 2];
  }
  return threshold;
}
