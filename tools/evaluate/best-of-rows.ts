import { rowSimilarity } from '#vision/accuracy/compare-all.js';
import type { ScoredPairs } from '#vision/accuracy/comparisons.js';
import type { Sample } from './sample.ts';

/** Compares each of the first `rows + 1` photographs of a person with the others of them; the most similar one counts. */
export function bestOfRows({ rows: matrix, rowsOf }: Sample, rows: number): ScoredPairs {
  const found = rowsOf.flatMap((own, person) =>
    own.length <= rows
      ? []
      : own.slice(0, rows + 1).map((probe, i, chosen) => ({
          person,
          score: Math.max(
            ...chosen.filter((_, other) => other !== i).map((row) => rowSimilarity(matrix, probe, row)),
          ),
        })),
  );
  const people = found.map(({ person }) => person);
  return { one: people, other: people, scores: found.map(({ score }) => score) };
}
