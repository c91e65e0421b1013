import type { ScoredPairs } from '#vision/accuracy/comparisons.js';
import { bestOf, meansOf } from '#vision/accuracy/open-set.js';
import type { Sample } from './sample.ts';

/** Compares each of the first `rows + 1` photographs of a person with the mean of the others of them. */
export function meanOfRows({ rows: matrix, rowsOf }: Sample, rows: number): ScoredPairs {
  const found = rowsOf.flatMap((own, person) =>
    own.length <= rows
      ? []
      : own.slice(0, rows + 1).map((probe, i, chosen) => {
          const others = meansOf(matrix, [{ person, rows: chosen.filter((_, other) => other !== i) }]);
          return { person, score: bestOf(matrix, probe, others, () => true) };
        }),
  );
  const people = found.map(({ person }) => person);
  return { one: people, other: people, scores: found.map(({ score }) => score) };
}
