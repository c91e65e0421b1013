import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fitInput } from '../calibrations/calibrate.js';
import { isRefusal } from '../refusals/refusal.js';
import { gate } from '../samples/gate.js';
import type { GazeSample } from '../samples/sample.js';
import { calibrationLayouts, type LayoutSize } from '../screens/layouts.js';
import { mmOfFraction, type Point, type Screen } from '../screens/screen.js';
import { mappingError } from '../testing/mapping-error.js';
import { Random } from '../testing/random.js';
import { randomViewer } from '../testing/random-viewer.js';
import { record } from '../testing/synthetic-viewer.js';
import { fitHomTransform } from './hom-transform.model.js';
import { models, projectorOf } from './index.js';
import type { FittedModel, ModelKind } from './model.js';

const screen: Screen = {
  widthPx: 1920,
  heightPx: 1080,
  widthMm: 527,
  heightMm: 296,
  sizeSource: 'measured',
  cameraPosition: 'top-center',
  viewingDistanceMm: 600,
};

function fit(kind: ModelKind, on: Screen, samples: readonly GazeSample[]): FittedModel {
  const fitted = models[kind].fit(fitInput(on, gate(on, samples)));
  if (isRefusal(fitted)) throw new Error(fitted.message);
  return fitted;
}

describe('the geometric models', () => {
  const layouts = fc.constantFrom<LayoutSize>(4, 5, 9, 13);

  it('M0 and M1 map without any error where they hold, wherever the screen and the head are', () => {
    fc.assert(
      fc.property(fc.integer(), layouts, (seed, size) => {
        for (const [kind, askew] of [
          ['M0', false],
          ['M1', true],
        ] as const) {
          const random = new Random(seed);
          const viewer = randomViewer(random, { askew, headMovementMm: 15, noiseDeg: 0 });
          const options = { targets: calibrationLayouts[size], samplesPerTarget: 3 };
          const model = fit(kind, viewer.screen, record(viewer, options, random));
          expect(mappingError(viewer, projectorOf(model)).mostMm).toBeLessThan(1e-6);
          expect(mappingError(viewer, projectorOf(model), [50, -30, 40]).mostMm).toBeLessThan(1e-6);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('M2 finds a bias of the eyes that M1 cannot, from a head that moves', () => {
    const random = new Random(3);
    const viewer = {
      ...randomViewer(random, { askew: false, headMovementMm: 60, noiseDeg: 0.2 }),
      biasDeg: [4, -3] as const,
    };
    const samples = record(viewer, { targets: calibrationLayouts[13], samplesPerTarget: 60 }, random);
    const error = (kind: ModelKind) =>
      mappingError(viewer, projectorOf(fit(kind, viewer.screen, samples)), [0, 0, 60]).rmsMm;
    expect(error('M2')).toBeLessThan(4);
    expect(error('M2')).toBeLessThan(error('M1'));
  });

  it('M0 is the closed form of HomTransform: a gaze straight ahead meets (tx, ty)', () => {
    const rows = [
      [0.1, 0.1],
      [-0.2, 0.3],
      [0.3, -0.1],
    ].map(([u, v]) => ({ weight: 1, u: u!, v: v!, x: 250 + 600 * u!, y: 140 + 600 * v! }));
    expect(fitHomTransform(rows)).toEqual({
      tx: expect.closeTo(250, 9),
      ty: expect.closeTo(140, 9),
      distance: expect.closeTo(600, 9),
    });
  });
});

describe('the feature models', () => {
  /** Samples whose features are an exact function of the target. */
  const samplesOf = (featuresOf: (mm: Point) => readonly [number, number]): GazeSample[] =>
    calibrationLayouts[13].flatMap((target, i) =>
      [0, 1, 2].map((j) => ({
        timeMs: i * 1000 + j,
        target,
        gaze: [0, 0, -1],
        originMm: [0, 0, 600],
        features: featuresOf(mmOfFraction(screen, target)),
      })),
    );
  const errorOf = (kind: ModelKind, samples: readonly GazeSample[]): number => {
    const project = projectorOf(fit(kind, screen, samples));
    return Math.max(
      ...samples.map((sample) => {
        const [found, wanted] = [project(sample)!, mmOfFraction(screen, sample.target)];
        return Math.hypot(found.x - wanted.x, found.y - wanted.y);
      }),
    );
  };
  const affine = ({ x, y }: Point) => [0.1 + x / 900 - y / 5000, 0.2 + y / 700 + x / 8000] as const;

  it('the feature models are exact on features of their own class', () => {
    expect(errorOf('F1', samplesOf(affine))).toBeLessThan(1e-9);
    const projective = (mm: Point) => {
      const depth = 1 + mm.x / 4000 - mm.y / 6000;
      return [affine(mm)[0] / depth, affine(mm)[1] / depth] as const;
    };
    expect(errorOf('F2', samplesOf(projective))).toBeLessThan(1e-9);
    expect(errorOf('F3', samplesOf(affine))).toBeLessThan(1e-6);
  });

  it('F3 fits curved features that F1 cannot fit', () => {
    const bent = samplesOf((mm) => [affine(mm)[0] + (mm.x / 900) ** 2 / 4, affine(mm)[1]]);
    expect(errorOf('F3', bent)).toBeLessThan(errorOf('F1', bent) / 3);
  });
});
