import { anglesOf } from '../angles/gaze-angle.js';
import { refusal, type Refusal } from '../refusals/refusal.js';
import { mmOfFraction, type Screen } from '../screens/screen.js';
import { covariance, median, variance } from './statistics.js';
import { countReasons, type TargetSamples } from './target-samples.js';

const MIN_TARGETS = 3;
const MIN_SAMPLES = 3;
/* Smallest over largest variance of the targets' positions. */
const MIN_SPREAD_RATIO = 0.02;
/** Standard deviation along the longer axis, as a share of the screen's diagonal. */
const MIN_SPREAD = 0.08;
const CONTRARY = 0.5;

/** Returns why no model can be fitted to these targets and samples; undefined where one can. */
export function refuseTargets(screen: Screen, targets: readonly TargetSamples[]): Refusal | undefined {
  if (targets.length === 0) return refusal('NO_SAMPLES', 'There are no samples. Record each target first.');
  const usable = targets.filter(({ kept }) => kept.length > 0);
  if (usable.length === 0) return refuseEmpty(targets);
  const enough = targets.filter(({ kept }) => kept.length >= MIN_SAMPLES);
  if (usable.length < MIN_TARGETS)
    return refusal(
      'TOO_FEW_TARGETS',
      `Only ${usable.length} targets have usable samples; at least 3 are needed.`,
    );
  if (enough.length < MIN_TARGETS)
    return refusal(
      'TOO_FEW_SAMPLES',
      `Only ${enough.length} targets have ${MIN_SAMPLES} usable samples; at least 3 need them.`,
    );
  return refusePlaces(screen, enough) ?? refuseContrary(screen, enough);
}

/** Targets with enough usable samples. */
export const usableTargets = (targets: readonly TargetSamples[]): TargetSamples[] =>
  targets.filter(({ kept }) => kept.length >= MIN_SAMPLES);

function refuseEmpty(targets: readonly TargetSamples[]): Refusal {
  const counts = countReasons(targets.flatMap(({ rejected }) => rejected));
  const [most] = Object.entries(counts).sort(([, a], [, b]) => b - a)[0]!;
  return most === 'BLINK'
    ? refusal('ALL_BLINKS', 'The eyes were closed in all samples. Record the targets again.')
    : refusal('NO_USABLE_SAMPLES', `No sample is usable, most of them because of ${most}.`);
}

function refusePlaces(screen: Screen, targets: readonly TargetSamples[]): Refusal | undefined {
  const places = targets.map(({ target }) => mmOfFraction(screen, target));
  const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)];
  const [vx, vy, cxy] = [variance(xs), variance(ys), covariance(xs, ys)];
  const middle = (vx + vy) / 2;
  const spread = Math.hypot((vx - vy) / 2, cxy);
  const [largest, least] = [middle + spread, Math.max(middle - spread, 0)];
  if (Math.sqrt(largest) < MIN_SPREAD * Math.hypot(screen.widthMm, screen.heightMm))
    return refusal('TARGETS_CLUSTERED', 'The targets are too close together. Spread them over the screen.');
  if (least < MIN_SPREAD_RATIO * largest)
    return refusal('TARGETS_COLLINEAR', 'The targets lie on one line. Add one beside it.');
  return undefined;
}

/** Detects a mirrored picture: gaze goes to the wrong side. */
function refuseContrary(screen: Screen, targets: readonly TargetSamples[]): Refusal | undefined {
  const rows = targets.map(({ target, kept }) => {
    const angles = kept.map(({ gaze }) => anglesOf(gaze));
    return {
      ...mmOfFraction(screen, target),
      right: -median(angles.map(({ yawRad }) => yawRad)),
      down: median(angles.map(({ pitchRad }) => pitchRad)),
    };
  });
  const correlation = (a: 'x' | 'y', b: 'right' | 'down'): number => {
    const [first, second] = [rows.map((row) => row[a]), rows.map((row) => row[b])];
    return covariance(first, second) / Math.sqrt(variance(first) * variance(second) || 1);
  };
  if (correlation('x', 'right') < -CONTRARY)
    return refusal(
      'MIRRORED',
      'The gaze goes left where the targets go right: send pictures that are not mirrored, and vectors whose x points to the right of such a picture.',
    );
  if (correlation('y', 'down') < -CONTRARY)
    return refusal(
      'MIRRORED',
      'The gaze goes up where the targets go down: y must point down in camera coordinates.',
    );
  return undefined;
}
