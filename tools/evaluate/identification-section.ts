import type {
  AccuracyCurve,
  IdentificationModel,
  ObservedIdentification,
} from '#vision/accuracy/accuracy-curve.js';
import { binomialRate } from '#vision/accuracy/binomial-interval.js';
import { falsePositiveIdentificationRate, thresholdForIdentification } from '#vision/accuracy/error-rates.js';
import { fitIdentification } from '#vision/accuracy/identification-model.js';
import {
  falseNegativeIdentifications,
  falsePositiveIdentifications,
  searchGallery,
  type SearchScores,
  thresholdForStrangers,
  wrongNames,
} from '#vision/accuracy/open-set.js';
import type { VerificationAccuracy } from '#vision/accuracy/verification-accuracy.js';
import { seededRandom } from '#vision/accuracy/seeded-random.js';
import { countText, percent, type Section, withInterval } from './report.ts';
import type { Sample } from './sample.ts';
import { drawTrial } from './trials.ts';

const PEOPLE = [100, 300, 800, 1600, 3200];
const ROWS = [1, 3];
/** Small galleries are drawn several times, so that as many searches stand behind each line. */
const COMPARED_PEOPLE = 1600;

/** Searches in galleries of one size, over all draws. */
export interface SizedSearches {
  readonly people: number;
  readonly wantedRows: number;
  readonly rowsPerPerson: number;
  readonly scores: SearchScores;
  /** Different strangers and probes: repeated draws give no more independent searches than these. */
  readonly strangers: number;
  readonly probes: number;
}

export function searchGalleries(sample: Sample, seed: number): SizedSearches[] {
  const random = seededRandom(seed);
  return ROWS.flatMap((rows) =>
    PEOPLE.flatMap((people) => {
      const draws = Math.max(1, Math.round(COMPARED_PEOPLE / people));
      const trials = Array.from({ length: draws }, () => drawTrial(sample, { people, rows }, random));
      const drawn = trials.filter((trial) => trial !== null);
      if (drawn.length === 0) return [];
      const found = drawn.map((trial) => searchGallery(sample.rows, trial));
      return {
        people,
        wantedRows: rows,
        rowsPerPerson: drawn.reduce((sum, trial) => sum + trial.rowsPerPerson, 0) / drawn.length,
        scores: {
          mated: found.flatMap(({ mated }) => mated),
          strangers: found.flatMap(({ strangers }) => strangers),
        },
        strangers: Math.min(...drawn.map(({ strangers }) => strangers.length)),
        probes: new Set(drawn.flatMap(({ mated }) => mated)).size,
      };
    }),
  );
}

/** Of the observed rates, so many are kept in the curve for each size of gallery. */
const KEPT_PER_SIZE = 5;

/** Fits how false positives grow with the gallery, at the thresholds of the curve. */
export function fittedGalleries(
  searches: readonly SizedSearches[],
  { errors }: VerificationAccuracy,
  thresholds: readonly number[],
): IdentificationModel {
  const observed = searches.flatMap((each) => thresholds.map((threshold) => observe(each, threshold)));
  const model = fitIdentification(observed, (threshold) => errors.falseMatchRate(threshold));
  const step = Math.ceil(thresholds.length / KEPT_PER_SIZE);
  return { ...model, observed: observed.filter((_, i) => (i % thresholds.length) % step === 0) };
}

function observe(searches: SizedSearches, threshold: number): ObservedIdentification {
  const { people, rowsPerPerson, scores, strangers } = searches;
  const rate = falsePositiveIdentifications(scores, threshold);
  const { low, high } = binomialRate(Math.round(rate * strangers), strangers);
  const digits = (value: number) => Number(value.toPrecision(4));
  return {
    people,
    rowsPerPerson: digits(rowsPerPerson),
    searches: strangers,
    threshold,
    rate: digits(rate),
    low: digits(Math.min(low, rate)),
    high: digits(high),
  };
}

export function identificationSection(searches: readonly SizedSearches[]): Section {
  return {
    title: 'Identification (1:N, open set)',
    head: ['people', 'rows each', 'FPIR', 'threshold', 'FNIR', 'wrong name'],
    rows: searches.flatMap(({ people, rowsPerPerson, scores, probes, strangers }) =>
      [0.1, 0.01, 0.001]
        .filter((share) => share * strangers >= 1)
        .map((share) => {
          const threshold = thresholdForStrangers(scores, share);
          const missed = falseNegativeIdentifications(scores, threshold);
          const interval = binomialRate(Math.round(missed * probes), probes);
          return [
            countText(people),
            rowsPerPerson.toFixed(1),
            percent(share),
            threshold.toFixed(4),
            withInterval({ ...interval, value: missed }),
            percent(wrongNames(scores, threshold)),
          ];
        }),
    ),
    notes: [
      'FNIR: share of searches by enrolled people that do not give their own name. Intervals count each person once. ' +
        'Rows each below the wanted number: the gallery is filled up with people who have fewer photographs.',
    ],
  };
}

/** The rates that the product states for its thresholds beside the observed ones. */
export function galleryModelSection(curve: AccuracyCurve, searches: readonly SizedSearches[]): Section {
  return {
    title: 'Identification at the thresholds for a target: stated and observed',
    head: [
      'people',
      'rows each',
      'target FPIR',
      'threshold',
      'FPIR stated',
      'FPIR observed',
      'FNIR observed',
    ],
    rows: searches.flatMap(({ people, rowsPerPerson, scores, strangers, probes }) =>
      [0.01, 0.003, 0.001].map((target) => {
        const { threshold, reached } = thresholdForIdentification(curve, {
          people,
          rowsPerPerson,
          falsePositiveIdentificationRate: target,
        });
        const stated = falsePositiveIdentificationRate(curve, threshold, { people, rowsPerPerson });
        const rate = falsePositiveIdentifications(scores, threshold);
        const missed = falseNegativeIdentifications(scores, threshold);
        const interval = (share: number, of: number) =>
          withInterval({ ...binomialRate(Math.round(share * of), of), value: share });
        return [
          countText(people),
          rowsPerPerson.toFixed(1),
          percent(target),
          threshold.toFixed(4),
          `${withInterval(stated)}${reached ? '' : ', target not reached'}${stated.reach === 'measured' ? '' : `, ${stated.reach}`}`,
          interval(rate, strangers),
          interval(missed, probes),
        ];
      }),
    ),
    notes: [
      `FPIR = 1 − exp(−${curve.identification.scale.toFixed(2)} · FMR · people^${curve.identification.peopleExponent.toFixed(2)} · rows^${curve.identification.rowsExponent.toFixed(2)}); ` +
        `observed rates lay between ${curve.identification.misfit.low.toFixed(2)} and ${curve.identification.misfit.high.toFixed(2)} times the predicted ones.`,
    ],
  };
}
