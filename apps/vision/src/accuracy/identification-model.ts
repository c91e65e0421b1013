import { Matrix, solve } from 'ml-matrix';
import type { IdentificationModel, ObservedIdentification } from './accuracy-curve.js';

/** Observed rates that rest on fewer false positives say too little to be fitted. */
const MIN_FALSE_POSITIVES = 20;
/** Rates above this are of no use to anybody, and false matches gather on few people there. */
const MAX_RATE = 0.1;

/**
 * Fits how false positive identifications grow with people and rows, by weighted least squares on
 * `ln(−ln(1 − FPIR)) − ln FMR = ln scale + a · ln people + b · ln rows`.
 * @param falseMatchRate of single comparisons, at a threshold.
 */
export function fitIdentification(
  observed: readonly ObservedIdentification[],
  falseMatchRate: (threshold: number) => number,
): IdentificationModel {
  const used = observed.filter(
    ({ rate, searches, threshold }) =>
      rate * searches >= MIN_FALSE_POSITIVES && rate <= MAX_RATE && falseMatchRate(threshold) > 0,
  );
  const hasRows = new Set(used.map(({ rowsPerPerson }) => rowsPerPerson)).size > 1;
  const weights = used.map(({ rate, searches }) => Math.sqrt(rate * searches));
  const design = used.map(({ people, rowsPerPerson }, i) =>
    [1, Math.log(people), ...(hasRows ? [Math.log(rowsPerPerson)] : [])].map((value) => value * weights[i]!),
  );
  const answers = used.map(({ rate, threshold }, i) => [
    weights[i]! * (Math.log(-Math.log1p(-rate)) - Math.log(falseMatchRate(threshold))),
  ]);
  const [logScale, peopleExponent, rowsExponent] = solve(
    new Matrix(design),
    new Matrix(answers),
    true,
  ).to1DArray();
  const fitted = {
    scale: Math.exp(logScale!),
    peopleExponent: peopleExponent!,
    /* Without a trial of several rows they are taken to be independent, which overstates the rate. */
    rowsExponent: rowsExponent ?? 1,
  };
  const ratios = used.map((each) => each.rate / predictedRate(fitted, falseMatchRate(each.threshold), each));
  return {
    ...fitted,
    misfit: { low: Math.min(1, ...ratios), high: Math.max(1, ...ratios) },
    observed,
  };
}

type Growth = Pick<IdentificationModel, 'scale' | 'peopleExponent' | 'rowsExponent'>;

/** A gallery as the rates of identification need it. */
export interface GallerySize {
  readonly people: number;
  readonly rowsPerPerson: number;
}

/** Returns the false positive identification rate that the model predicts. */
export function predictedRate(growth: Growth, falseMatchRate: number, gallery: GallerySize): number {
  return -Math.expm1(-falseMatchRate * comparisonsIn(growth, gallery));
}

/** Returns the number of independent comparisons that a search of the gallery amounts to. */
export function comparisonsIn(growth: Growth, { people, rowsPerPerson }: GallerySize): number {
  const { scale, peopleExponent, rowsExponent } = growth;
  return people === 0 ? 0 : scale * people ** peopleExponent * Math.max(rowsPerPerson, 1) ** rowsExponent;
}
