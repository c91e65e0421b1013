import type { LogisticCurve } from './fit-logistic.js';

/** An error rate at a threshold, with its 95 % interval. */
export interface CurvePoint {
  readonly threshold: number;
  readonly rate: number;
  readonly low: number;
  readonly high: number;
}

/** A rate of false positive identifications that was observed in a gallery. */
export interface ObservedIdentification extends CurvePoint {
  readonly people: number;
  readonly rowsPerPerson: number;
  /** Searches by strangers behind the rate. */
  readonly searches: number;
}

/**
 * The false positive identification rate of a gallery: `1 − exp(−scale · FMR · people^peopleExponent · rows^rowsExponent)`.
 * With independent comparisons scale and first exponent would be 1. Rows whose mean is compared have an exponent about 0, rows that are
 * compared one by one up to 1.
 */
export interface IdentificationModel {
  readonly scale: number;
  readonly peopleExponent: number;
  readonly rowsExponent: number;
  /** The observed rates lay between these multiples of the predicted ones. */
  readonly misfit: { readonly low: number; readonly high: number };
  readonly observed: readonly ObservedIdentification[];
}

/** What a curve was measured on. */
export interface CurveOrigin {
  /** ISO date. */
  readonly date: string;
  readonly dataSets: readonly string[];
  readonly people: number;
  readonly photographs: number;
  readonly genuinePairs: number;
  readonly impostorPairs: number;
  readonly remarks: readonly string[];
}

/** Measured error rates of one descriptor model: the table that decisions, answers and documents share. */
export interface AccuracyCurve {
  readonly id: string;
  /** Name and version of the descriptor model. */
  readonly model: string;
  readonly origin: CurveOrigin;
  /** Thresholds ascend; rates descend and are above 0. */
  readonly falseMatches: readonly CurvePoint[];
  /** By the number of rows with whose mean the probe is compared. Thresholds and rates ascend. */
  readonly falseNonMatches: readonly {
    readonly rowsPerPerson: number;
    readonly points: readonly CurvePoint[];
  }[];
  readonly identification: IdentificationModel;
  readonly probability: LogisticCurve;
}
