import { describe, expect, it } from '@jest/globals';
import { isRefusal } from '../refusals/refusal.js';
import type { ModelKind } from '../models/model.js';
import { calibrationLayouts } from '../screens/layouts.js';
import { pxOfMm, mmOfFraction } from '../screens/screen.js';
import { gridTargets } from '../testing/mapping-error.js';
import { Random } from '../testing/random.js';
import { randomViewer } from '../testing/random-viewer.js';
import { record, type SyntheticViewer } from '../testing/synthetic-viewer.js';
import { calibrate } from './calibrate.js';
import { gazeMapper } from './map-gaze.js';

function calibrated(viewer: SyntheticViewer, random: Random, kind: ModelKind) {
  const result = calibrate(
    viewer.screen,
    record(viewer, { targets: calibrationLayouts[9], samplesPerTarget: 30 }, random),
    [kind],
  );
  if (isRefusal(result)) throw new Error(result.message);
  return result.calibration;
}

describe('mapping', () => {
  it.each<[ModelKind, boolean]>([
    ['M0', false],
    ['M1', true],
    ['F1', false],
    ['F2', false],
  ])('%s: 95 %% of the error ellipses hold the target', (kind, askew) => {
    const random = new Random(5);
    let inside = 0;
    let all = 0;
    for (let i = 0; i < 60; i++) {
      const viewer = randomViewer(random, { askew, headMovementMm: 0, noiseDeg: 1 });
      const map = gazeMapper(calibrated(viewer, random, kind));
      for (const sample of record(viewer, { targets: gridTargets, samplesPerTarget: 1 }, random)) {
        const { px, errorEllipse, valid } = map(sample);
        expect(valid).toBe(true);
        const target = pxOfMm(viewer.screen, mmOfFraction(viewer.screen, sample.target));
        const { semiMajorPx, semiMinorPx, angleRad } = errorEllipse!;
        const [dx, dy] = [target.x - px!.x, target.y - px!.y];
        const along = (dx * Math.cos(angleRad) + dy * Math.sin(angleRad)) / semiMajorPx;
        const across = (dy * Math.cos(angleRad) - dx * Math.sin(angleRad)) / semiMinorPx;
        all++;
        if (Math.hypot(along, across) <= 1) inside++;
      }
    }
    expect(inside / all).toBeGreaterThan(0.92);
    expect(inside / all).toBeLessThan(0.98);
  });

  it('mapped gaze that is not valid says why', () => {
    const random = new Random(6);
    const viewer = randomViewer(random, { askew: true, headMovementMm: 5, noiseDeg: 1 });
    const [sample] = record(viewer, { targets: [{ x: 0.4, y: 0.6 }], samplesPerTarget: 1 }, random);
    const map = gazeMapper(calibrated(viewer, random, 'M1'));
    expect(map(sample!)).toMatchObject({ valid: true, reason: undefined });
    expect(map({ ...sample!, blink: true })).toMatchObject({ valid: false, reason: 'BLINK' });
    expect(map({ ...sample!, gaze: [0, 0, 1] })).toMatchObject({ px: undefined, reason: 'LOOKING_AWAY' });
    expect(map({ ...sample!, gaze: [NaN, 0, -1] })).toMatchObject({ px: undefined, reason: 'NOT_FINITE' });
    const [x, y, z] = sample!.originMm;
    expect(map({ ...sample!, originMm: [x + 250, y, z] })).toMatchObject({
      valid: false,
      reason: 'HEAD_OUT_OF_RANGE',
    });
    const fixed = gazeMapper(calibrated(viewer, random, 'F1'));
    expect(fixed({ ...sample!, originMm: [x + 60, y, z] })).toMatchObject({ reason: 'HEAD_OUT_OF_RANGE' });
  });

  it('mapping gives the same answers after the calibration went through JSON', () => {
    const random = new Random(7);
    const viewer = randomViewer(random, { askew: true, headMovementMm: 20, noiseDeg: 1 });
    const calibration = calibrated(viewer, random, 'M1');
    const again = JSON.parse(JSON.stringify(calibration)) as typeof calibration;
    for (const sample of record(viewer, { targets: gridTargets, samplesPerTarget: 1 }, random))
      expect(gazeMapper(again)(sample)).toEqual(gazeMapper(calibration)(sample));
  });
});
