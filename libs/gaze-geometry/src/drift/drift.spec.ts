import { describe, expect, it } from '@jest/globals';
import { anglesOf, degrees, radians, vectorOf } from '../angles/gaze-angle.js';
import { calibrate } from '../calibrations/calibrate.js';
import { isRefusal } from '../refusals/refusal.js';
import { calibrationLayouts } from '../screens/layouts.js';
import { Random } from '../testing/random.js';
import { randomViewer } from '../testing/random-viewer.js';
import { record } from '../testing/synthetic-viewer.js';
import { checkDrift } from './drift.js';

const random = new Random(31);
const viewer = randomViewer(random, { askew: true, headMovementMm: 5, noiseDeg: 0.5 });
const result = calibrate(
  viewer.screen,
  record(viewer, { targets: calibrationLayouts[9], samplesPerTarget: 30 }, random),
  ['M1'],
);
if (isRefusal(result)) throw new Error(result.message);
const { calibration } = result;
const look = (yaw: number, pitch: number) =>
  record(
    { ...viewer, biasDeg: [yaw, pitch] },
    { targets: [{ x: 0.5, y: 0.5 }], samplesPerTarget: 30 },
    random,
  );

describe('drift', () => {
  it('drift is small right after the calibration', () => {
    expect(checkDrift(calibration, look(0, 0))).toMatchObject({ drifted: false, refused: null });
  });

  it('drift is measured, and most of it is corrected', () => {
    const check = checkDrift(calibration, look(3, -1));
    expect(check).toMatchObject({ drifted: true, refused: null, limitDeg: 2 });
    expect(check.driftDeg).toBeCloseTo(Math.hypot(3, 1), 0);
    /* Positive yaw is to the left for the user. */
    expect(check.offsetDeg!.x).toBeCloseTo(-3, 0);
    expect(degrees(check.correction!.yawRad)).toBeCloseTo(-3, 0);
    expect(degrees(check.correction!.pitchRad)).toBeCloseTo(1, 0);

    const after = checkDrift({ ...calibration, driftCorrection: check.correction! }, look(3, -1));
    expect(after.driftDeg).toBeLessThan(0.4);
    expect(after.drifted).toBe(false);
  });

  it.each([
    ['a gain that the model does not have', 'M1', [0.6, 0.6], 5],
    ['a gain that the model has', 'M3', [0.7, 0.8], 60],
    ['a map of the gaze', 'F1', [1, 1], 0],
    ['a bent map of the gaze', 'F3', [1, 1], 0],
  ] as const)(
    'drift is measured from the eye, and most of it is corrected, with %s',
    (_, kind, gain, head) => {
      const random = new Random(38);
      const moving = {
        ...randomViewer(random, { askew: false, headMovementMm: head, noiseDeg: 0.2 }),
        gain,
      };
      const fitted = calibrate(
        moving.screen,
        record(moving, { targets: calibrationLayouts[13], samplesPerTarget: 60 }, random),
        [kind],
      );
      if (isRefusal(fitted)) throw new Error(fitted.message);
      /* Looks 3° to the left of the middle and 1.5° above it; the camera sees that times the gain. */
      const samples = record(
        { ...moving, headMovementMm: 0, biasDeg: [3 * gain[0], -1.5 * gain[1]] },
        { targets: [{ x: 0.5, y: 0.5 }], samplesPerTarget: 60 },
        random,
      );
      const check = checkDrift(fitted.calibration, samples);
      expect(check.offsetDeg!.x).toBeCloseTo(-3, 0);
      expect(check.offsetDeg!.y).toBeCloseTo(-1.5, 0);
      const after = checkDrift({ ...fitted.calibration, driftCorrection: check.correction! }, samples);
      expect(after.driftDeg).toBeLessThan(0.3);
    },
  );

  it('drift corrections in small steps do not exceed 5° together', () => {
    const first = checkDrift(calibration, look(4, 0));
    const further = checkDrift({ ...calibration, driftCorrection: first.correction! }, look(8, 0));
    expect(further.driftDeg).toBeLessThan(5);
    expect(further).toMatchObject({ drifted: true, correction: null, refused: 'TOO_LARGE' });
  });

  it('drift beyond 5° is not corrected', () => {
    expect(checkDrift(calibration, look(7, 0))).toMatchObject({
      drifted: true,
      correction: null,
      refused: 'TOO_LARGE',
    });
  });

  it('drift is judged against the validated accuracy', () => {
    expect(checkDrift(calibration, look(3, 0), 2.5)).toMatchObject({ drifted: false, limitDeg: 3.75 });
  });

  it('drift is null without usable samples, and corrected little from few noisy ones', () => {
    expect(checkDrift(calibration, [])).toMatchObject({ driftDeg: null, refused: 'NO_USABLE_SAMPLES' });
    const noisy = look(2, 0)
      .slice(0, 2)
      .map((sample, i) => {
        const { yawRad, pitchRad } = anglesOf(sample.gaze);
        return { ...sample, gaze: vectorOf({ yawRad: yawRad + radians(i === 0 ? -6 : 6), pitchRad }) };
      });
    const yawRad = checkDrift(calibration, noisy).correction!.yawRad;
    expect(Math.abs(yawRad)).toBeLessThan(radians(1));
  });
});
