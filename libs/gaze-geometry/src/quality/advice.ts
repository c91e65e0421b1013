import type { Calibration } from '../calibrations/calibration.js';
import { median, robustDeviation } from '../samples/statistics.js';
import type { Grade } from './grade.js';
import { isThin, MIN_RATE_HZ, MAX_DATA_LOSS } from './limits.js';
import type { TargetQuality } from './target-quality.js';

export interface Advice {
  readonly code:
    'REDO_POINT' | 'RECALIBRATE' | 'MORE_LIGHT' | 'FASTER_CAMERA' | 'MEASURE_SCREEN' | 'FIXED_HEAD';
  /** Number of the target, from 1; null where the advice is about the whole. */
  readonly point: number | null;
  readonly text: string;
}

/* A target whose error exceeds the others' by this many robust deviations was probably not looked at. */
const OFF_DEVIATIONS = 3;
const MIN_OFF_DEG = 2;

interface Figures {
  readonly grade: Grade;
  readonly dataLoss: number;
  readonly effectiveRateHz: number | null;
  readonly targets: readonly TargetQuality[];
}

/** Advice, most useful first; empty when there is none. */
export function adviceOf({ screen, model }: Calibration, figures: Figures): Advice[] {
  const { grade, dataLoss, effectiveRateHz, targets } = figures;
  const bad = targets.flatMap((target, i) => redo(target, i + 1, targets) ?? []);
  const advice: Advice[] = [...bad];
  if (grade === 'poor')
    advice.push(
      whole('RECALIBRATE', 'The answers are too far from the targets. Sit still and calibrate again.'),
    );
  else if (targets.filter(isThin).length > 1)
    advice.push(whole('RECALIBRATE', 'Several points have too few usable samples. Calibrate again.'));
  if (dataLoss > MAX_DATA_LOSS)
    advice.push(
      whole(
        'MORE_LIGHT',
        `${percent(dataLoss)} of the samples are lost. Let light fall on the face, not from behind.`,
      ),
    );
  if (effectiveRateHz !== null && effectiveRateHz < MIN_RATE_HZ)
    advice.push(
      whole(
        'FASTER_CAMERA',
        `Only ${effectiveRateHz.toFixed(1)} usable samples a second. Close what else uses the camera or the network, or look at ` +
          'each point for longer.',
      ),
    );
  if (screen.sizeSource === 'estimated')
    advice.push(
      whole(
        'MEASURE_SCREEN',
        'The size of the screen is estimated: millimetres and degrees are, too. Measure it with a card.',
      ),
    );
  if (model.kind.startsWith('F'))
    advice.push(whole('FIXED_HEAD', 'This model holds for one head position. Keep the head where it was.'));
  return advice;
}

const whole = (code: Advice['code'], text: string): Advice => ({ code, point: null, text });
const percent = (share: number): string => `${Math.round(share * 100)} %`;

function redo(target: TargetQuality, point: number, all: readonly TargetQuality[]): Advice | undefined {
  const because = isThin(target) ? lossOf(target) : isOff(target, all) ? offOf(target) : undefined;
  return because === undefined
    ? undefined
    : { code: 'REDO_POINT', point, text: `Redo point ${point}: ${because}.` };
}

const words: Readonly<Record<string, string>> = {
  BLINK: 'blinks',
  NO_FACE: 'without a face',
  OUTLIER: 'outliers',
  LOW_CONFIDENCE: 'of low confidence',
  LOOKING_AWAY: 'looking away',
};

function lossOf({ rejected, samples, validSamples }: TargetQuality): string {
  const [reason, count] = Object.entries(rejected).sort(([, a], [, b]) => b - a)[0] ?? [];
  return reason !== undefined && count !== undefined && count > samples * 0.1
    ? `${percent(count / samples)} ${words[reason] ?? reason.toLowerCase()}`
    : `only ${validSamples} usable samples`;
}

function isOff({ accuracyDeg }: TargetQuality, all: readonly TargetQuality[]): boolean {
  const known = all.flatMap((target) => target.accuracyDeg ?? []);
  const centre = median(known);
  return (
    accuracyDeg !== null &&
    accuracyDeg > MIN_OFF_DEG &&
    accuracyDeg > centre + OFF_DEVIATIONS * robustDeviation(known, centre)
  );
}

const offOf = ({ accuracyDeg }: TargetQuality): string =>
  `${accuracyDeg!.toFixed(1)}° off, unlike the others`;
