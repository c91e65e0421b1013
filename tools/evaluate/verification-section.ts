import { MIN_FALSE_MATCHES } from '#vision/accuracy/build-curve.js';
import { falseMatchRate, falseNonMatchRate } from '#vision/accuracy/error-rates.js';
import type { AccuracyCurve } from '#vision/accuracy/accuracy-curve.js';
import type { Comparisons } from '#vision/accuracy/comparisons.js';
import type { VerificationAccuracy } from '#vision/accuracy/verification-accuracy.js';
import { countText, percent, rateText, type Section, withInterval } from './report.ts';

/** False match rates at which figures are printed. */
const TARGETS = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6];

/** @param asGiven the same with all pairs compared, where the caller leaves some out. */
export function verificationSection(
  comparisons: Comparisons,
  accuracy: VerificationAccuracy,
  asGiven?: VerificationAccuracy,
): Section {
  const { genuine, impostors } = comparisons;
  const rows = TARGETS.filter((rate) => rate * impostors.total >= MIN_FALSE_MATCHES).map((rate) => {
    const threshold = accuracy.errors.thresholdFor(rate);
    const accepted = accuracy.estimate((errors) => 1 - errors.falseNonMatchRate(errors.thresholdFor(rate)));
    const atThreshold = accuracy.falseMatchRate(threshold);
    return [
      rateText(rate),
      threshold.toFixed(4),
      withInterval(
        accepted.value < 1 ? accepted : { ...accepted, low: 1 - accuracy.falseNonMatchRate(threshold).high },
      ),
      percent(1 - accepted.value),
      `${rateText(atThreshold.low)} to ${rateText(atThreshold.high)}`,
    ];
  });
  const people = new Set(genuine.one).size;
  return {
    title: 'Verification (1:1)',
    head: ['FMR', 'threshold', 'TAR', 'FNMR', 'FMR at this threshold, interval'],
    rows,
    notes: [
      `${countText(genuine.scores.length)} genuine pairs of ${countText(people)} people, ${countText(impostors.total)} impostor pairs of ${countText(comparisons.people)} people. ` +
        `Equal error rate ${withInterval(accuracy.estimate((errors) => errors.equalErrorRate()))}.`,
      ...(asGiven ? [labelsAsGiven(asGiven, rows.length)] : []),
    ],
  };
}

function labelsAsGiven({ errors }: VerificationAccuracy, targets: number): string {
  const figures = TARGETS.slice(0, targets).map(
    (rate) => `${percent(1 - errors.falseNonMatchRate(errors.thresholdFor(rate)))} at ${rateText(rate)}`,
  );
  return `With all labels as given, without leaving out pairs of people: TAR ${figures.join(', ')}.`;
}

/** Compares the errors here with those that a curve states for the same thresholds. */
export function againstSection(curve: AccuracyCurve, accuracy: VerificationAccuracy): Section {
  return {
    title: `The same thresholds by the curve ${curve.id}`,
    head: ['threshold', 'FMR stated', 'FMR here', 'FNMR stated', 'FNMR here'],
    rows: curve.falseMatches
      .filter((_, i, all) => i % Math.ceil(all.length / 12) === 0 || i === all.length - 1)
      .map(({ threshold }) => [
        threshold.toFixed(4),
        rateText(falseMatchRate(curve, threshold).value),
        interval(accuracy.falseMatchRate(threshold)),
        percent(falseNonMatchRate(curve, threshold).value),
        withInterval(accuracy.falseNonMatchRate(threshold)),
      ]),
    notes: [`Stated: measured on ${curve.origin.dataSets.join(', ')}, ${curve.origin.date}.`],
  };
}

const interval = ({ value, low, high }: { value: number; low: number; high: number }) =>
  `${rateText(value)} [${rateText(low)} to ${rateText(high)}]`;
