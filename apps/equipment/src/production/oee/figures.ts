import type { OeeFigures, StopLoss } from '@argus/contracts';
import { type ShiftCourse } from './stop.js';
import { lengthMs } from '../spans/span.js';
import type { Pieces } from './production.js';

/** The amounts that OEE is computed from, in seconds and pieces. Those of several shifts are added. */
export interface Amounts {
  readonly plannedS: number;
  readonly runS: number;
  readonly unknownS: number;
  readonly unexplainedS: number;
  readonly lossS: Readonly<Record<StopLoss, number>>;
  readonly countedS: number;
  /** Pieces, and their times at the ideal cycle; undefined if nothing was counted. */
  readonly output: (Pieces & { readonly idealS: IdealTimes }) | undefined;
}

interface IdealTimes {
  readonly all: number;
  readonly good: number;
  readonly startupRejects: number;
}

export const nothing: Amounts = {
  plannedS: 0,
  runS: 0,
  unknownS: 0,
  unexplainedS: 0,
  lossS: { breakdown: 0, setup: 0, minor_stop: 0 },
  countedS: 0,
  output: { total: 0, good: 0, startupRejects: 0, idealS: { all: 0, good: 0, startupRejects: 0 } },
};

export function amountsOf(
  plannedMs: number,
  { running, stops }: ShiftCourse,
  countedMs: number,
  pieces: Pieces | undefined,
  idealCycleS: number,
): Amounts {
  const lossS = { breakdown: 0, setup: 0, minor_stop: 0 };
  let [unknownS, unexplainedS] = [0, 0];
  for (const stop of stops) {
    const seconds = lengthMs([stop]) / 1000;
    if (stop.loss === null) unknownS += seconds;
    else {
      lossS[stop.loss] += seconds;
      if (!stop.explained) unexplainedS += seconds;
    }
  }
  return {
    plannedS: plannedMs / 1000,
    runS: lengthMs(running) / 1000,
    unknownS,
    unexplainedS,
    lossS,
    countedS: countedMs / 1000,
    output: pieces && {
      ...pieces,
      idealS: {
        all: pieces.total * idealCycleS,
        good: pieces.good * idealCycleS,
        startupRejects: pieces.startupRejects * idealCycleS,
      },
    },
  };
}

export function add(one: Amounts, other: Amounts): Amounts {
  const sum = <K extends string>(a: Readonly<Record<K, number>>, b: Readonly<Record<K, number>>) =>
    Object.fromEntries(Object.keys(a).map((key) => [key, a[key as K] + b[key as K]])) as Record<K, number>;
  const { output: a, lossS, ...times } = one;
  const { output: b, lossS: otherLossS, ...otherTimes } = other;
  return {
    ...sum(times, otherTimes),
    lossS: sum(lossS, otherLossS),
    output:
      a && b
        ? {
            total: a.total + b.total,
            good: a.good + b.good,
            startupRejects: a.startupRejects + b.startupRejects,
            idealS: sum({ ...a.idealS }, { ...b.idealS }),
          }
        : undefined,
  };
}

const ratio = (part: number | undefined, whole: number): number | null =>
  part === undefined || whole === 0 ? null : part / whole;

/**
 * Computes the figures after Nakajima. Availability loses breakdowns, setup and, here, unknown time. Performance loses minor stops
 * and reduced speed. If all three factors exist, A x P x Q is the time of good pieces at the ideal cycle over planned time.
 */
export function figuresOf({
  plannedS,
  runS,
  unknownS,
  unexplainedS,
  lossS,
  countedS,
  output,
}: Amounts): OeeFigures {
  const availableS = runS + lossS.minor_stop;
  const ideal = output?.idealS;
  return {
    planned_s: plannedS,
    run_s: runS,
    unknown_s: unknownS,
    unexplained_s: unexplainedS,
    productive_s: ideal?.good ?? null,
    losses: {
      breakdown_s: lossS.breakdown,
      setup_s: lossS.setup,
      minor_stops_s: lossS.minor_stop,
      reduced_speed_s: ideal ? runS - ideal.all : null,
      startup_rejects_s: ideal?.startupRejects ?? null,
      production_rejects_s: ideal ? ideal.all - ideal.good - ideal.startupRejects : null,
    },
    total: output?.total ?? null,
    good: output?.good ?? null,
    counted_s: countedS,
    availability: ratio(availableS, plannedS),
    availability_at_most: ratio(availableS + unknownS, plannedS),
    performance: ratio(ideal?.all, availableS),
    performance_at_least: ratio(ideal?.all, availableS + unknownS),
    quality: ratio(ideal?.good, ideal?.all ?? 0),
    oee: ratio(ideal?.good, plannedS),
  };
}
