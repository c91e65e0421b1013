import { degrees } from '../angles/gaze-angle.js';
import { calibrate } from '../calibrations/calibrate.js';
import { isRefusal } from '../refusals/refusal.js';
import { projectorOf } from '../models/index.js';
import type { FittedModel, ModelKind, Projector } from '../models/model.js';
import { posePriorDeviations } from '../models/pose.model.js';
import { calibrationLayouts } from '../screens/layouts.js';
import type { Vector3 } from '../vectors/vector.js';
import { cramerRaoBound, mappingError } from './mapping-error.js';
import { Random } from './random.js';
import { randomViewer } from './random-viewer.js';
import { affineScreenFit, homTransformMethod } from './rival-methods.js';
import { record, type SyntheticViewer } from './synthetic-viewer.js';

/** Root mean square errors of the mapping, degrees. */
export interface MethodErrors {
  readonly argus: number;
  readonly homTransform: number;
  readonly affine: number;
  /** The largest of all of Argus's errors, millimetres on the screen. */
  readonly argusWorstMm: number;
}

type Method = 'argus' | 'homTransform' | 'affine';

class Mean {
  private readonly sums = { argus: 0, homTransform: 0, affine: 0 };
  private count = 0;
  private argusWorstMm = 0;

  add(viewer: SyntheticViewer, projectors: Record<Method, Projector>, shiftMm?: Vector3): void {
    this.count++;
    for (const method of ['argus', 'homTransform', 'affine'] as const) {
      const { rmsRad, mostMm } = mappingError(viewer, projectors[method], shiftMm);
      this.sums[method] += rmsRad ** 2;
      if (method === 'argus') this.argusWorstMm = Math.max(this.argusWorstMm, mostMm);
    }
  }

  errors(): MethodErrors {
    const of = (method: Method): number => degrees(Math.sqrt(this.sums[method] / this.count));
    return {
      argus: of('argus'),
      homTransform: of('homTransform'),
      affine: of('affine'),
      argusWorstMm: this.argusWorstMm,
    };
  }
}

const priorsOf: Partial<Record<ModelKind, readonly number[]>> = {
  M2: posePriorDeviations.slice(0, 8),
  M3: posePriorDeviations,
};

export interface BoundComparison {
  readonly setUps: number;
  readonly errors: MethodErrors;
  /** Error over Cramér–Rao bound of the chosen model, root mean squares over the set-ups. */
  readonly ratio: number;
  readonly byModel: Readonly<Record<string, { readonly chosen: number; readonly ratio: number }>>;
}

/**
 * Random screens, cameras, viewers and noise of 0.5° to 1.5°, nine or thirteen targets for one or two seconds each. Every
 * fourth viewer sits still before a parallel screen, where M0 holds; the others move before a camera that is askew.
 */
export function compareWithBound(setUps: number, seed: number): BoundComparison {
  const random = new Random(seed);
  const mean = new Mean();
  const sums = new Map<string, { chosen: number; squares: number; bounds: number }>();
  for (let i = 0; i < setUps; i++) {
    const still = i % 4 === 0;
    const viewer = randomViewer(random, {
      askew: !still,
      headMovementMm: still ? 0 : random.between(10, 30),
      noiseDeg: random.between(0.5, 1.5),
    });
    const options = {
      targets: calibrationLayouts[random.pick([9, 13] as const)],
      samplesPerTarget: random.pick([30, 60]),
    };
    const samples = record(viewer, options, random);
    const model = modelOf(viewer, samples);
    const argus = projectorOf(model);
    mean.add(viewer, {
      argus,
      homTransform: homTransformMethod(viewer.screen, samples),
      affine: affineScreenFit(viewer.screen, samples),
    });
    const error = mappingError(viewer, argus).rmsRad;
    const bound = cramerRaoBound(viewer, samples, model, priorsOf[model.kind]);
    for (const key of ['all', model.kind]) {
      const sum = sums.get(key) ?? { chosen: 0, squares: 0, bounds: 0 };
      sums.set(key, {
        chosen: sum.chosen + 1,
        squares: sum.squares + error ** 2,
        bounds: sum.bounds + bound ** 2,
      });
    }
  }
  const byModel = Object.fromEntries(
    [...sums].map(([key, { chosen, squares, bounds }]) => [
      key,
      { chosen, ratio: Math.sqrt(squares / bounds) },
    ]),
  );
  return { setUps, errors: mean.errors(), ratio: byModel.all!.ratio, byModel };
}

export interface ScenarioOptions {
  readonly setUps: number;
  readonly seed: number;
  readonly kinds?: readonly ModelKind[];
  readonly askew: boolean;
  readonly noiseDeg: number;
  readonly blinkShare?: number;
  readonly shiftMm?: Vector3;
}

/** Errors in one kind of situation; nine targets, sixty samples each, a head that wanders by 10 mm. */
export function compareMethods(options: ScenarioOptions): MethodErrors {
  const { setUps, seed, kinds, askew, noiseDeg, blinkShare = 0, shiftMm } = options;
  const random = new Random(seed);
  const mean = new Mean();
  for (let i = 0; i < setUps; i++) {
    const headMovementMm = kinds?.includes('M0') ? 0 : 10;
    const viewer = { ...randomViewer(random, { askew, headMovementMm, noiseDeg }), blinkShare };
    const samples = record(
      { ...viewer, opennessMeasured: true },
      { targets: calibrationLayouts[9], samplesPerTarget: 60 },
      random,
      new Random(seed + i),
    );
    mean.add(
      viewer,
      {
        argus: projectorOf(modelOf(viewer, samples, kinds)),
        homTransform: homTransformMethod(viewer.screen, samples),
        affine: affineScreenFit(viewer.screen, samples),
      },
      shiftMm,
    );
  }
  return mean.errors();
}

function modelOf(
  { screen }: SyntheticViewer,
  samples: Parameters<typeof calibrate>[1],
  kinds?: readonly ModelKind[],
): FittedModel {
  const result = calibrate(screen, samples, kinds);
  if (isRefusal(result)) throw new Error(`${result.refused}: ${result.message}`);
  return result.calibration.model;
}
