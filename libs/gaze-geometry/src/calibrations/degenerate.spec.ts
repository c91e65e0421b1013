import { describe, expect, it } from '@jest/globals';
import { isRefusal, type RefusalCode } from '../refusals/refusal.js';
import type { ModelKind } from '../models/model.js';
import type { GazeSample } from '../samples/sample.js';
import { calibrationLayouts } from '../screens/layouts.js';
import type { Point } from '../screens/screen.js';
import { Random } from '../testing/random.js';
import { randomViewer } from '../testing/random-viewer.js';
import { record } from '../testing/synthetic-viewer.js';
import { calibrate } from './calibrate.js';

const random = new Random(11);
const viewer = randomViewer(random, { askew: false, headMovementMm: 0, noiseDeg: 0.5 });
const take = (targets: readonly Point[], samplesPerTarget = 20) =>
  record(viewer, { targets, samplesPerTarget }, random);
const whole = take(calibrationLayouts[9]);
const change = (by: (sample: GazeSample) => Partial<GazeSample>): GazeSample[] =>
  whole.map((sample) => ({ ...sample, ...by(sample) }));

const outcome = (samples: readonly GazeSample[], kinds?: readonly ModelKind[]): RefusalCode | ModelKind => {
  const result = calibrate(viewer.screen, samples, kinds);
  return isRefusal(result) ? result.refused : result.calibration.model.kind;
};

const cases: readonly (readonly [RefusalCode, () => readonly GazeSample[], (readonly ModelKind[])?])[] = [
  ['NO_SAMPLES', () => []],
  ['ALL_BLINKS', () => change(() => ({ blink: true }))],
  ['NO_USABLE_SAMPLES', () => change(() => ({ gaze: [NaN, 0, -1] }))],
  ['NO_USABLE_SAMPLES', () => change(() => ({ gaze: [0, 0, 1] }))],
  ['NO_USABLE_SAMPLES', () => change(() => ({ gaze: [-0.8, -0.8, -1] }))],
  ['NO_USABLE_SAMPLES', () => change(() => ({ originMm: [0, 0, 5000] }))],
  ['NO_USABLE_SAMPLES', () => change(() => ({ lost: true }))],
  ['TOO_FEW_TARGETS', () => take(calibrationLayouts[9].slice(0, 2))],
  ['TOO_FEW_SAMPLES', () => take(calibrationLayouts[9], 2)],
  ['TARGETS_COLLINEAR', () => take([0.1, 0.5, 0.9].map((x) => ({ x, y: 0.2 + x / 2 })))],
  ['TARGETS_CLUSTERED', () => take([0.5, 0.53, 0.56].flatMap((x) => [0.5, 0.56].map((y) => ({ x, y }))))],
  ['MIRRORED', () => change(({ gaze: [x, y, z] }) => ({ gaze: [-x, y, z] }))],
  ['MIRRORED', () => change(({ gaze: [x, y, z] }) => ({ gaze: [x, -y, z] }))],
  ['ONE_HEAD_POSITION', () => whole, ['M2']],
  ['ONE_HEAD_POSITION', () => whole, ['M3']],
  ['TOO_FEW_TARGETS', () => take(calibrationLayouts[4].slice(0, 3)), ['M1']],
  ['TOO_FEW_TARGETS', () => take(calibrationLayouts[5]), ['F3']],
];

describe('samples that cannot be fitted to are refused by name', () => {
  it.each(cases)('%s', (code, samples, ...kinds) => {
    expect(outcome(samples(), kinds[0])).toBe(code);
  });

  it('bad samples among good ones are dropped without refusing the fit', () => {
    const spoiled = whole.map((sample, i) =>
      i % 10 === 0
        ? { ...sample, gaze: [NaN, NaN, NaN] as const }
        : i % 10 === 5
          ? { ...sample, lost: true }
          : sample,
    );
    expect(outcome(spoiled)).toBe('M0');
    const result = calibrate(viewer.screen, spoiled);
    if (isRefusal(result)) throw new Error(result.message);
    expect(result.targets.flatMap(({ rejected }) => rejected.map(({ reason }) => reason)).sort()).toEqual(
      expect.arrayContaining(['NOT_FINITE', 'NO_FACE']),
    );
  });

  it('target positions that differ by rounding are one target', () => {
    const wobbling = change(({ target: { x, y }, timeMs }) => ({
      target: { x: x + (timeMs % 2) * 1e-7, y },
    }));
    const result = calibrate(viewer.screen, wobbling);
    expect(isRefusal(result) ? result : result.targets.length).toBe(9);
  });
});
