import { anglesOf } from '../angles/gaze-angle.js';
import { mmOfFraction, type Screen } from '../screens/screen.js';
import { nominalFrame, pointInCamera, type ScreenFrame } from '../screens/screen-pose.js';
import { subtract } from '../vectors/vector.js';
import type { GazeSample } from './sample.js';
import { median, robustDeviation } from './statistics.js';
import { byTarget, type Rejection, type TargetSamples } from './target-samples.js';
import { unusableBecause, withUnitGaze } from './usable.js';

/** Robust standard deviations beyond which a sample of a target is an outlier. */
const OUTLIER_DEVIATIONS = 3;
/* No camera measures gaze better than this; without it a noise-free recording would reject its own samples. */
export const MIN_NOISE_RAD = 1e-3;
/** An eye less open than this share of the person's usual opening is a blink; its neighbours in time count as blinks too. */
const BLINK_SHARE = 0.7;
const BLINK_MARGIN_MS = 50;
/* With fewer samples a median absolute deviation says nothing. */
const MIN_SAMPLES_FOR_OUTLIERS = 5;

/** Sorts samples by target and sets aside those that do not show the gaze at it, with the reason of each. */
export function gate(screen: Screen, samples: readonly GazeSample[]): TargetSamples[] {
  const usualOpenness = median(
    samples.flatMap(({ eyeOpenness, blink, lost }) =>
      eyeOpenness !== undefined && Number.isFinite(eyeOpenness) && !blink && !lost ? [eyeOpenness] : [],
    ),
  );
  const frame = nominalFrame(screen);
  return byTarget(samples).map((group) => gateTarget(group, screen, frame, usualOpenness));
}

function gateTarget(
  { target, samples }: ReturnType<typeof byTarget>[number],
  screen: Screen,
  frame: ScreenFrame,
  usualOpenness: number,
): TargetSamples {
  const rejected: Rejection[] = [];
  const blinksAtMs = samples.flatMap((sample) =>
    isBlink(sample, usualOpenness) && !sample.untimed ? [sample.timeMs] : [],
  );
  let next = 0;
  /* Samples and blinks are in time order: a blink that ended before one sample ended before all later ones. */
  const blinks = (sample: GazeSample): boolean => {
    if (sample.untimed) return isBlink(sample, usualOpenness);
    while (blinksAtMs[next]! < sample.timeMs - BLINK_MARGIN_MS) next++;
    return blinksAtMs[next]! <= sample.timeMs + BLINK_MARGIN_MS;
  };
  let usable: GazeSample[] = [];
  let previous: GazeSample | undefined;
  for (const sample of samples) {
    const reason = sample.lost
      ? 'NO_FACE'
      : blinks(sample)
        ? 'BLINK'
        : previous && repeats(sample, previous)
          ? 'REPEATED'
          : unusableBecause(sample);
    if (reason !== undefined) rejected.push({ sample, reason });
    else {
      usable.push(withUnitGaze(sample));
      previous = sample;
    }
  }
  const outliers = outliersOf(usable, screen, frame);
  rejected.push(...[...outliers].map((sample) => ({ sample, reason: 'OUTLIER' as const })));
  usable = usable.filter((sample) => !outliers.has(sample));
  return { target, kept: usable, rejected };
}

/** True for a repeated sample: same moment, same measurement. */
const repeats = (sample: GazeSample, previous: GazeSample): boolean =>
  sample.timeMs === previous.timeMs && sample.gaze.every((value, i) => value === previous.gaze[i]);

const isBlink = ({ eyeOpenness, blink, lost }: GazeSample, usual: number): boolean =>
  !lost && (blink === true || (eyeOpenness !== undefined && eyeOpenness < BLINK_SHARE * usual));

/**
 * Compares each angle with the direction of the target from where the eye was, so that a moving head makes no
 * outliers.
 */
function outliersOf(samples: readonly GazeSample[], screen: Screen, frame: ScreenFrame): Set<GazeSample> {
  if (samples.length < MIN_SAMPLES_FOR_OUTLIERS) return new Set();
  const errors = samples.map(({ gaze, originMm, target }) => {
    const measured = anglesOf(gaze);
    const expected = anglesOf(subtract(pointInCamera(frame, mmOfFraction(screen, target)), originMm));
    return [measured.yawRad - expected.yawRad, measured.pitchRad - expected.pitchRad] as const;
  });
  const bad = new Set<GazeSample>();
  for (const axis of [0, 1] as const) {
    const values = errors.map((error) => error[axis]);
    const centre = median(values);
    const deviation = Math.max(robustDeviation(values, centre), MIN_NOISE_RAD);
    values.forEach((value, i) => {
      if (Math.abs(value - centre) > OUTLIER_DEVIATIONS * deviation) bad.add(samples[i]!);
    });
  }
  return bad;
}
