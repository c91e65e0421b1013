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

export interface BootstrapOptions {
  readonly seed?: number;
  readonly draws?: number;
  /** Called between draws. */
  readonly pause?: (() => Promise<void>) | undefined;
}

/** Measures error rates of verification (1:1) with intervals by bootstrap over people. */
export class VerificationAccuracy {
  readonly errors: ErrorsByThreshold;
  private readonly draws: readonly ErrorsByThreshold[];
  private readonly people: number;
  private readonly genuinePeople: number;

  private constructor(comparisons: Comparisons, draws: readonly ErrorsByThreshold[]) {
    const { genuine, impostors, people } = comparisons;
    this.errors = errorsOf(histogramOf(genuine), impostors, impostors.total);
    this.people = people;
    this.genuinePeople = new Set(genuine.one).size;
    this.draws = draws;
  }

  static async measure(
    comparisons: Comparisons,
    { seed = 1, draws = DRAWS, pause }: BootstrapOptions = {},
  ): Promise<VerificationAccuracy> {
    const random = seededRandom(seed);
    const drawnErrors: ErrorsByThreshold[] = [];
    for (let draw = 0; draw < draws; draw++) {
      drawnErrors.push(drawn(comparisons, drawPeople(comparisons.people, random)));
      await pause?.();
    }
    return new VerificationAccuracy(comparisons, drawnErrors);
  }

  /** Returns the false match rate. Where no draw tells its interval, it is that of as many independent pairs of people. */
  falseMatchRate(threshold: number): Estimate {
    return this.orBinomial(
      this.estimate((errors) => errors.falseMatchRate(threshold)),
      (this.people * (this.people - 1)) / 2,
    );
  }

  /** Returns the false non-match rate. Where no draw tells its interval, it is that of as many independent people. */
  falseNonMatchRate(threshold: number): Estimate {
    return this.orBinomial(
      this.estimate((errors) => errors.falseNonMatchRate(threshold)),
      this.genuinePeople,
    );
  }

  /** Draws tell nothing about what never happened, and nothing below the tail of impostors. */
  private orBinomial({ value, low, high }: Estimate, independent: number): Estimate {
    if (Number.isNaN(value)) return { value: 0, low: 0, high: 1 };
    if (value > 0 && !Number.isNaN(low))
      return { value, low: Math.min(low, value), high: Math.max(high, value) };
    const exact = binomialRate(Math.round(value * independent), independent);
    return { value, low: Math.min(exact.low, value), high: Math.max(exact.high, value) };
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
