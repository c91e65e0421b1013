import { describe, expect, it } from '@jest/globals';
import { calibrate } from '../calibrations/calibrate.js';
import { isRefusal } from '../refusals/refusal.js';
import { radians } from '../angles/gaze-angle.js';
import { gate } from '../samples/gate.js';
import type { GazeSample } from '../samples/sample.js';
import { calibrationLayouts, validationLayout } from '../screens/layouts.js';
import type { SampleError } from '../selection/target-errors.js';
import { Random } from '../testing/random.js';
import { randomViewer } from '../testing/random-viewer.js';
import { record } from '../testing/synthetic-viewer.js';
import { whyRecalibrate } from '../drift/recalibration.js';
import { gradeOf } from './grade.js';
import { qualityReport } from './quality-report.js';
import { precisionOf } from './target-quality.js';

const errorsOf = (
  values: readonly (readonly [right: number, down: number])[],
  gapAfter = Infinity,
): SampleError[] =>
  values.map(([right, down], i) => ({
    sample: { timeMs: i * 33 + (i > gapAfter ? 1000 : 0) } as GazeSample,
    mm: { x: 0, y: 0 },
    rightRad: radians(right),
    downRad: radians(down),
  }));

describe('precision', () => {
  it('precision of samples scattered by 1, 2 and 3 degrees is what they were made with', () => {
    const precision = precisionOf(
      errorsOf([
        [1, 1],
        [2, 2],
        [3, 3],
      ]),
    );
    expect(precision.precisionRmsS2sDeg).toBeCloseTo(Math.SQRT2);
    expect(precision.precisionSdDeg).toBeCloseTo(1.1547, 4);
    expect(precision.bcea68Deg2).toBeCloseTo(0);
  });

  it('precision of white noise: RMS-S2S is √2 of the deviation, BCEA68 is 7.16 variances', () => {
    const random = new Random(1);
    const { precisionSdDeg, precisionRmsS2sDeg, bcea68Deg2 } = precisionOf(
      errorsOf(Array.from({ length: 20_000 }, () => [random.normal(), random.normal()] as const)),
    );
    expect(precisionRmsS2sDeg! / precisionSdDeg).toBeCloseTo(Math.SQRT2, 1);
    expect(precisionSdDeg).toBeCloseTo(Math.SQRT2, 1);
    expect(bcea68Deg2 / 7.16).toBeCloseTo(1, 1);
  });

  it('precision ignores the step across a gap in time', () => {
    const values = [
      [0, 0],
      [0, 0],
      [9, 0],
      [9, 0],
    ] as const;
    expect(precisionOf(errorsOf(values, 1)).precisionRmsS2sDeg).toBe(0);
  });
});

describe('the report of a validation', () => {
  const random = new Random(21);
  const viewer = {
    ...randomViewer(random, { askew: false, headMovementMm: 5, noiseDeg: 1 }),
    opennessMeasured: true,
  };
  const result = calibrate(
    viewer.screen,
    record(viewer, { targets: calibrationLayouts[9], samplesPerTarget: 60 }, random),
  );
  if (isRefusal(result)) throw new Error(result.message);
  const { calibration } = result;
  const validate = (samples: readonly GazeSample[]) =>
    qualityReport(calibration, gate(viewer.screen, samples), 'validation');
  const clean = record(viewer, { targets: validationLayout, samplesPerTarget: 60 }, random);

  it('the validation report agrees with the known truth of a synthetic viewer', () => {
    const report = validate(clean);
    expect(report).toMatchObject({ basis: 'validation', grade: 'excellent', advice: [] });
    expect(report.accuracyDeg).toBeLessThan(0.6);
    expect(report.precisionSdDeg).toBeGreaterThan(1.25);
    expect(report.precisionSdDeg).toBeLessThan(1.6);
    expect(report.effectiveRateHz).toBeGreaterThan(28);
    expect(report.accuracyPx! / report.accuracyMm!).toBeCloseTo(
      viewer.screen.widthPx / viewer.screen.widthMm,
      0,
    );
  });

  it('a pause in the recording of a target is no recorded time: the rate stays', () => {
    const perTarget = new Map<string, number>();
    const paused = clean.map((sample) => {
      const key = `${sample.target.x} ${sample.target.y}`;
      const place = perTarget.get(key) ?? 0;
      perTarget.set(key, place + 1);
      return { ...sample, timeMs: sample.timeMs + (place < 30 ? 0 : 10_000) };
    });
    const [before, after] = [validate(clean), validate(paused)];
    expect(after.effectiveRateHz! / before.effectiveRateHz!).toBeGreaterThan(0.97);
    expect(after.advice).toEqual([]);
  });

  it('the validation report leaves out rates where samples have no times; a blink costs only itself', () => {
    const untimed = clean.map((sample, i) => ({
      ...sample,
      timeMs: 0,
      untimed: true,
      ...(i % 60 === 7 && { blink: true }),
    }));
    const { targets, ...report } = validate(untimed);
    expect(report).toMatchObject({ effectiveRateHz: null, precisionRmsS2sDeg: null, grade: 'excellent' });
    for (const { rejected } of targets) expect(rejected).toMatchObject({ BLINK: 1 });
    expect(report.precisionSdDeg).toBeGreaterThan(1.25);
  });

  it('the validation report shows a shift with its sign', () => {
    const shifted = clean.map((sample) => ({
      ...sample,
      target: { x: sample.target.x - 0.1, y: sample.target.y },
    }));
    const { targets, grade } = validate(shifted);
    for (const { offsetMm } of targets) expect(offsetMm!.x).toBeCloseTo(viewer.screen.widthMm / 10, -1);
    expect(['fair', 'poor']).toContain(grade);
  });

  it.each([0.5, 1.6])(
    "degrees are seen from the measured eye, also where a gain of %d moves the model's screen",
    (gain) => {
      const random = new Random(38);
      const gained = {
        ...randomViewer(random, { askew: false, headMovementMm: 5, noiseDeg: 0.4 }),
        gain: [gain, gain],
      } as const;
      const targets = calibrationLayouts[9];
      const fitted = calibrate(gained.screen, record(gained, { targets, samplesPerTarget: 60 }, random), [
        'M1',
      ]);
      if (isRefusal(fitted)) throw new Error(fitted.message);
      /* The eye turns by 2° to the left and looks beside each target; the camera sees that times the gain, in its noise, too. */
      const aside = { ...gained, biasDeg: [2 * gain, 0] } as const;
      const samples = record(aside, { targets: validationLayout, samplesPerTarget: 200 }, random);
      const report = qualityReport(fitted.calibration, gate(gained.screen, samples), 'validation');
      expect(report.accuracyDeg).toBeGreaterThan(1.8);
      expect(report.accuracyDeg).toBeLessThan(2.2);
      const precision = report.precisionSdDeg! / ((Math.SQRT2 * 0.4) / gain);
      expect(precision).toBeGreaterThan(0.9);
      expect(precision).toBeLessThan(1.1);
      for (const { offsetDeg } of report.targets) expect(offsetDeg!.x).toBeLessThan(-1.5);
    },
  );

  it('the advice names the target to repeat, and why', () => {
    const [, , third] = validationLayout;
    const blinking = clean.map((sample, i) =>
      sample.target === third && i % 2 === 0 ? { ...sample, eyeOpenness: 0.05 } : sample,
    );
    const report = validate(blinking);
    expect(report.advice).toContainEqual({
      code: 'REDO_POINT',
      point: 3,
      text: expect.stringMatching(/^Redo point 3: \d+ % blinks\.$/),
    });
    expect(report.dataLoss).toBeGreaterThan(0.1);
  });

  it('a new calibration is asked for on evidence only, never for age', () => {
    const facts = { driftChecks: [], calibratedScreen: viewer.screen, presentScreen: viewer.screen };
    expect(whyRecalibrate({ ...facts, validation: validate(clean) })).toEqual([]);
    const drifted = { drifted: true, corrected: false };
    expect(whyRecalibrate({ ...facts, driftChecks: [drifted] })).toEqual([]);
    expect(whyRecalibrate({ ...facts, driftChecks: [drifted, { drifted: true, corrected: true }] })).toEqual(
      [],
    );
    expect(
      whyRecalibrate({
        ...facts,
        validation: { ...validate(clean), grade: 'poor', dataLoss: 0.4, effectiveRateHz: 5 },
        driftChecks: [drifted, drifted],
        presentScreen: { ...viewer.screen, widthPx: 1280 },
      }),
    ).toEqual(['VALIDATION_POOR', 'DATA_LOSS', 'RATE_LOW', 'DRIFTED_TWICE', 'SCREEN_CHANGED']);
  });

  it('grades use pixels where the screen size is estimated', () => {
    const figures = { accuracyDeg: 3, worstAccuracyDeg: 5, accuracyPx: 70 };
    expect(gradeOf(viewer.screen, figures)).toBe('fair');
    expect(gradeOf({ ...viewer.screen, sizeSource: 'estimated' }, figures)).toBe('excellent');
    expect(gradeOf(viewer.screen, { ...figures, accuracyDeg: null })).toBe('poor');
  });
});
