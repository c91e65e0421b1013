import { binomialRate } from './binomial-interval.js';
import { drawPeople, percentileInterval } from './bootstrap.js';
import type { Comparisons, ScoredPairs } from './comparisons.js';
import { edgeOf, ScoreHistogram, thresholdOf } from './score-histogram.js';
import { seededRandom } from './seeded-random.js';

/** Error rates at every threshold, of the sample or of a bootstrap's draw. A draw knows false matches in the tail only: NaN below. */
export interface ErrorsByThreshold {
  falseMatchRate(threshold: number): number;
  falseNonMatchRate(threshold: number): number;
  /** Returns the lowest threshold with at most this false match rate. */
  thresholdFor(falseMatchRate: number): number;
  equalErrorRate(): number;
}

export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Draws of the bootstrap. Percentiles at 2.5 % then rest on ten draws. */
const DRAWS = 400;

/** Measures error rates of verification (1:1) with intervals by bootstrap over people. */
export class VerificationAccuracy {
  readonly errors: ErrorsByThreshold;
  private readonly draws: readonly ErrorsByThreshold[];
  private readonly people: number;
  private readonly genuinePeople: number;

  constructor(comparisons: Comparisons, seed = 1, draws = DRAWS) {
    const { genuine, impostors, people } = comparisons;
    this.errors = errorsOf(histogramOf(genuine), impostors, impostors.total);
    this.people = people;
    this.genuinePeople = new Set(genuine.one).size;
    const random = seededRandom(seed);
    this.draws = Array.from({ length: draws }, () => drawn(comparisons, drawPeople(people, random)));
  }

  /** Returns the false match rate; without any false match its upper end is that of so many independent pairs of people. */
  falseMatchRate(threshold: number): Estimate {
    return this.orNone(
      this.estimate((errors) => errors.falseMatchRate(threshold)),
      (this.people * (this.people - 1)) / 2,
    );
  }

  /** Returns the false non-match rate; without any false non-match its upper end is that of so many independent people. */
  falseNonMatchRate(threshold: number): Estimate {
    return this.orNone(
      this.estimate((errors) => errors.falseNonMatchRate(threshold)),
      this.genuinePeople,
    );
  }

  private orNone(estimate: Estimate, independent: number): Estimate {
    return estimate.value > 0
      ? estimate
      : { ...estimate, high: Math.max(estimate.high, binomialRate(0, independent).high) };
  }

  /** Returns a figure of the sample with its interval over the draws. */
  estimate(figure: (errors: ErrorsByThreshold) => number): Estimate {
    const values = this.draws.map(figure).filter((value) => !Number.isNaN(value));
    return { value: figure(this.errors), ...percentileInterval(values) };
  }
}

/** Returns the errors of a draw, in which a person counts as often as drawn and a pair as often as both. */
function drawn({ genuine, tail, rowsOf }: Comparisons, times: Float64Array): ErrorsByThreshold {
  let [rows, squares] = [0, 0];
  rowsOf.forEach((own, person) => {
    rows += times[person]! * own;
    squares += (times[person]! * own) ** 2;
  });
  return errorsOf(
    histogramOf(genuine, (pair) => times[genuine.one[pair]!]!),
    histogramOf(tail, (pair) => times[tail.one[pair]!]! * times[tail.other[pair]!]!),
    (rows * rows - squares) / 2,
    tail.from,
  );
}

function histogramOf({ scores }: ScoredPairs, weight: (pair: number) => number = () => 1): ScoreHistogram {
  const histogram = new ScoreHistogram();
  scores.forEach((score, pair) => histogram.add(score, weight(pair)));
  return histogram;
}

/**
 * @param impostorPairs all of them, also those that the histogram leaves out because they are not similar.
 * @param from the similarity from which on the histogram of impostors is complete.
 */
function errorsOf(
  genuine: ScoreHistogram,
  impostors: ScoreHistogram,
  impostorPairs: number,
  from = -1,
): ErrorsByThreshold {
  const accepted = genuine.fromAbove();
  const matched = impostors.fromAbove();
  const first = edgeOf(from);
  const falseMatches = (bin: number) => (bin < first ? NaN : matched[bin]! / impostorPairs);
  const falseNonMatches = (bin: number) => 1 - accepted[bin]! / genuine.total;
  return {
    falseMatchRate: (threshold) => falseMatches(edgeOf(threshold)),
    falseNonMatchRate: (threshold) => falseNonMatches(edgeOf(threshold)),
    thresholdFor: (rate) => thresholdOf(matched.findIndex((count) => count <= rate * impostorPairs)),
    equalErrorRate: () => {
      const bin = matched.findIndex((_, each) => falseNonMatches(each) >= falseMatches(each));
      return bin === -1 ? NaN : (falseMatches(bin) + falseNonMatches(bin)) / 2;
    },
  };
}
