import { describe, expect, it } from '@jest/globals';
import { calibrate, fitInput } from '../calibrations/calibrate.js';
import { gazeMapper } from '../calibrations/map-gaze.js';
import { isRefusal } from '../refusals/refusal.js';
import { gate } from '../samples/gate.js';
import type { GazeSample } from '../samples/sample.js';
import { calibrationLayouts, validationLayout } from '../screens/layouts.js';
import { mmOfFraction, type Point, type Screen } from '../screens/screen.js';
import { Random } from '../testing/random.js';
import { randomViewer } from '../testing/random-viewer.js';
import { record } from '../testing/synthetic-viewer.js';
import { models, projectorOf } from './index.js';
import { studentPoint } from './lid-test.js';
import type { FittedModel, ModelKind } from './model.js';

const screen: Screen = {
  widthPx: 1920,
  heightPx: 1080,
  widthMm: 344,
  heightMm: 194,
  sizeSource: 'measured',
  cameraPosition: 'top-center',
  viewingDistanceMm: 600,
};

interface Eye {
  /** How much the iris falls, in units of the features, over the height of the screen. */
  readonly irisFall: number;
  /** How much the lids close over the height of the screen. */
  readonly lidFall: number;
  /** Errors that all samples of a target share: of the iris's fall, and of the openness. */
  readonly irisError: number;
  readonly lidError: number;
}

function look(random: Random, targets: readonly Point[], eye: Eye): GazeSample[] {
  return targets.flatMap((target, i) => {
    const irisError = eye.irisError * random.normal();
    const lidError = eye.lidError * random.normal();
    return Array.from({ length: 12 }, (_, j) => ({
      timeMs: i * 1000 + j * 33,
      target,
      gaze: [0, 0, -1] as const,
      originMm: [0, 100, 600] as const,
      features: [
        0.3 * (target.x - 0.5) + 0.002 * random.normal(),
        eye.irisFall * target.y + irisError + 0.002 * random.normal(),
      ] as const,
      eyeOpenness: 0.32 - eye.lidFall * target.y + lidError + 0.004 * random.normal(),
    }));
  });
}

const fit = (kind: ModelKind, samples: readonly GazeSample[]) =>
  models[kind].fit(fitInput(screen, gate(screen, samples)));
function fitted(kind: ModelKind, samples: readonly GazeSample[]): FittedModel {
  const model = fit(kind, samples);
  if (isRefusal(model)) throw new Error(model.message);
  return model;
}

const weakIris: Eye = { irisFall: 0.03, lidFall: 0.08, irisError: 0.01, lidError: 0.003 };

/** Mean distance of mapped new targets from the true ones, millimetres. */
function errorMm(model: FittedModel, samples: readonly GazeSample[]): number {
  const project = projectorOf(model);
  const errors = samples.map((sample) => {
    const [found, wanted] = [project(sample)!, mmOfFraction(screen, sample.target)];
    return Math.hypot(found.x - wanted.x, found.y - wanted.y);
  });
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
}

describe('F4, a map of features and lids', () => {
  it('F4 errs less than half as much as F1 where the iris hardly falls and the lids follow', () => {
    const random = new Random(11);
    let [withLids, without] = [0, 0];
    for (let i = 0; i < 20; i++) {
      const recorded = look(random, calibrationLayouts[9], weakIris);
      const later = look(random, validationLayout, weakIris);
      withLids += errorMm(fitted('F4', recorded), later);
      without += errorMm(fitted('F1', recorded), later);
    }
    expect(withLids).toBeLessThan(without / 2);
  });

  it('F4 is chosen where the lids tell more of pitch than the iris', () => {
    const random = new Random(12);
    const kinds = Array.from({ length: 8 }, () => {
      const result = calibrate(screen, look(random, calibrationLayouts[13], weakIris));
      return isRefusal(result) ? result.refused : result.calibration.model.kind;
    });
    expect(kinds.filter((kind) => kind === 'F4').length).toBeGreaterThan(5);
  });

  it('F4 without openness answers exactly as F1', () => {
    const random = new Random(13);
    const recorded = look(random, calibrationLayouts[9], weakIris);
    const [lids, plain] = [projectorOf(fitted('F4', recorded)), projectorOf(fitted('F1', recorded))];
    for (const { eyeOpenness: _, ...sample } of look(random, validationLayout, weakIris)) {
      expect(lids(sample)!.x).toBeCloseTo(plain(sample)!.x, 7);
      expect(lids(sample)!.y).toBeCloseTo(plain(sample)!.y, 7);
      expect(lids({ ...sample, eyeOpenness: NaN })).toEqual(lids(sample));
    }
  });

  it('F4 is refused where a sample lacks the openness, where it never changes and at five targets', () => {
    const random = new Random(14);
    const recorded = look(random, calibrationLayouts[9], weakIris);
    const [{ eyeOpenness: _, ...first }, ...others] = recorded as [GazeSample, ...GazeSample[]];
    expect(fit('F4', [first, ...others])).toMatchObject({ refused: 'OPENNESS_MISSING' });
    const still = recorded.map((sample) => ({ ...sample, eyeOpenness: 0.3 }));
    expect(fit('F4', still)).toMatchObject({ refused: 'NOT_IDENTIFIABLE' });
    const five = calibrate(screen, look(random, calibrationLayouts[5], weakIris), ['F4']);
    expect(five).toMatchObject({ refused: 'TOO_FEW_TARGETS' });
  });

  it('a mapped point of F4 has an error ellipse, which is wider with openness of more noise', () => {
    const ellipse = (lidNoise: number) => {
      const random = new Random(15);
      const recorded = look(random, calibrationLayouts[13], weakIris).map((sample) => ({
        ...sample,
        eyeOpenness: sample.eyeOpenness! + lidNoise * random.normal(),
      }));
      const result = calibrate(screen, recorded, ['F4']);
      if (isRefusal(result)) throw new Error(result.message);
      return gazeMapper(result.calibration)(recorded[60]!).errorEllipse!.semiMajorPx;
    };
    expect(ellipse(0.012)).toBeGreaterThan(1.3 * ellipse(0));
  });

  it('noise of the openness is not taken for lids that follow, over 60 viewers', () => {
    const random = new Random(16);
    const noise = new Random(17);
    for (let i = 0; i < 60; i++) {
      const viewer = randomViewer(random, { askew: i % 2 === 0, headMovementMm: 15, noiseDeg: 1.5 });
      const samples = record(viewer, { targets: calibrationLayouts[9], samplesPerTarget: 10 }, random);
      const seen = samples.map((sample) => ({ ...sample, eyeOpenness: 0.3 + 0.02 * noise.normal() }));
      expect(calibrate(viewer.screen, seen, ['F4'])).toMatchObject({ refused: 'LIDS_DO_NOT_FOLLOW' });
    }
  });

  it('lids that open where the targets are lower are not believed', () => {
    const random = new Random(18);
    const contrary = look(random, calibrationLayouts[9], { ...weakIris, lidFall: -0.08 });
    expect(calibrate(screen, contrary, ['F4'])).toMatchObject({ refused: 'LIDS_DO_NOT_FOLLOW' });
  });

  it('the point beyond which lids count is that of Student’s distribution, 99.5 %', () => {
    expect([5, 9, 30].map((freedom) => studentPoint(freedom).toFixed(2))).toEqual(['4.01', '3.25', '2.75']);
  });
});
