import { compareAll, type LabelledRows } from './compare-all.js';
import { ScoreHistogram, thresholdOf } from './score-histogram.js';

/** The share of impostor pairs that are kept one by one: those that thresholds are set among. */
const TAIL_SHARE = 0.02;

/** Scores of pairs, each with its two people (twice the same for genuine ones). */
export interface ScoredPairs {
  readonly one: readonly number[];
  readonly other: readonly number[];
  readonly scores: readonly number[];
}

/** Every pair of labelled faces, compared. */
export interface Comparisons {
  /** Number of people. */
  readonly people: number;
  /** Rows of each person. */
  readonly rowsOf: Float64Array;
  readonly genuine: ScoredPairs;
  readonly impostors: ScoreHistogram;
  /** The most similar impostor pairs, complete from this similarity on. */
  readonly tail: ScoredPairs & { readonly from: number };
}

export interface ComparisonOptions {
  /** Pairs of people that are not compared, because the labels are wrong about them. */
  readonly isLeftOut?: (one: number, other: number) => boolean;
  /** Called between blocks of comparisons. */
  readonly pause?: (() => Promise<void>) | undefined;
}

/** Compares every pair twice, first to find where the tail begins, so that memory stays small. */
export async function comparePeople(
  rows: LabelledRows,
  { isLeftOut = () => false, pause }: ComparisonOptions = {},
): Promise<Comparisons> {
  const { people } = rows;
  const count = people.reduce((highest, person) => Math.max(highest, person + 1), 0);
  const rowsOf = new Float64Array(count);
  for (const person of people) rowsOf[person]!++;
  const impostors = new ScoreHistogram();
  const genuine = emptyPairs();
  await run(
    compareAll(rows, (i, j, score) => {
      const [one, other] = [people[i]!, people[j]!];
      if (one === other) push(genuine, one, other, score);
      else if (!isLeftOut(one, other)) impostors.add(score);
    }),
    pause,
  );
  const from = tailStart(impostors);
  const tail = emptyPairs();
  await run(
    compareAll(rows, (i, j, score) => {
      const [one, other] = [people[i]!, people[j]!];
      if (score >= from && one !== other && !isLeftOut(one, other)) push(tail, one, other, score);
    }),
    pause,
  );
  return { people: count, rowsOf, genuine, impostors, tail: { ...tail, from } };
}

async function run(work: Generator<void>, pause: (() => Promise<void>) | undefined): Promise<void> {
  for (const _ of work) await pause?.();
}

const emptyPairs = () => ({ one: [] as number[], other: [] as number[], scores: [] as number[] });

function push(pairs: ReturnType<typeof emptyPairs>, one: number, other: number, score: number): void {
  pairs.one.push(one);
  pairs.other.push(other);
  pairs.scores.push(score);
}

function tailStart(impostors: ScoreHistogram): number {
  const bin = impostors.fromAbove().findIndex((reached) => reached <= TAIL_SHARE * impostors.total);
  return thresholdOf(bin);
}
