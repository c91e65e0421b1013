import { anglesOf, radians, vectorOf } from '../angles/gaze-angle.js';
import {
  conditioning,
  information,
  type LeastSquaresFit,
  levenbergMarquardt,
  type Prior,
  residualsAt,
} from '../fitting/levenberg-marquardt.js';
import {
  effectiveShare,
  excessNoise,
  parameterCovariance,
  varianceFactor,
} from '../fitting/parameter-covariance.js';
import { refusal } from '../refusals/refusal.js';
import type { Screen } from '../screens/screen.js';
import { crossing, frameOf, nominalPose, type ScreenFrame } from '../screens/screen-pose.js';
import type { GazeSample } from '../samples/sample.js';
import type { TargetSamples } from '../samples/target-samples.js';
import { mean, type Vector3 } from '../vectors/vector.js';
import { type FitInput, keptSamples, type Model, type ModelKind, type Noise } from './model.js';
import { poseParameterNames, poseProblem, poseScales } from './pose-problem.js';

/* A direction of the parameters counts as undetermined when the data say less than 1e-4 of the best one about it. */
const MIN_CONDITIONING = 1e-4;

const tilt = radians(10);
/** Standard deviations of the priors. */
export const posePriorDeviations = [50, 50, 50, tilt, tilt, tilt, radians(4), radians(4), 0.3, 0.3];

/** Priors on what the data hardly tell apart: the stored screen and camera, and how eyes differ. */
const priorsOf = (screen: Screen, parameters: number): Prior[] => {
  const { cornerMm } = nominalPose(screen);
  const means = [...cornerMm, 0, 0, 0, 0, 0, 0, 0];
  return posePriorDeviations
    .slice(0, parameters)
    .map((deviation, parameter) => ({ parameter, mean: means[parameter]!, deviation }));
};

/* Keeps out the second solution that a plane seen from one place has. */
const startTilts: readonly Vector3[] = [
  [0, 0, 0],
  [radians(12), 0, 0],
  [radians(-12), 0, 0],
  [0, radians(12), 0],
  [0, radians(-12), 0],
];

/** A screen of unknown place and turn; with bias, and gain, of the measured angles. */
function poseModel(kind: ModelKind, parameters: 6 | 8 | 10): Model {
  return {
    parameterNames: poseParameterNames.slice(0, parameters),
    leastTargets: 4,
    noiseIn: 'angles',
    frame: frameOfParameters,
    projector: ({ parameters: fitted }) => poseProjector(fitted),
    fit(input, near) {
      const { screen, features } = input;
      const priors = parameters > 6 ? priorsOf(screen, parameters) : [];
      const first = solve(input, input.angleNoise, parameters, priors, near);
      if (first === undefined) return refusal('BEHIND_SCREEN', 'The eyes were measured behind the screen.');
      /* Errors of whole targets exceed the scatter within a target; robust weights need the sum of both. */
      const excess = excessNoise(residualsOf(input, input.angleNoise, parameters, first));
      const noise = scaled(input.angleNoise, excess);
      const best = excess === 1 ? first : solve(input, noise, parameters, priors, [...first.at]);
      if (!best?.converged)
        return refusal('NOT_CONVERGED', 'The fit found no stable solution. Record the targets again.');

      const problem = poseProblem(screen, keptSamples(input.targets), noise, parameters);
      const facts = information(problem, best.at);
      if (!(conditioning(facts, poseScales.slice(0, parameters)) > MIN_CONDITIONING)) {
        return parameters > 6
          ? refusal(
              'ONE_HEAD_POSITION',
              'From one head position a bias of the eyes cannot be told from a turn of the screen.',
            )
          : refusal('NOT_IDENTIFIABLE', 'The samples do not determine where the screen is.');
      }
      return {
        kind,
        parameters: [...best.at],
        covariance: covarianceOf(input, noise, parameters, best, priors),
        noise: input.angleNoise,
        features,
      };
    },
  };
}

const scaled = ([yaw, pitch]: Noise, by: number): Noise => [yaw * by, pitch * by];

function residualsOf(
  { screen, targets }: FitInput,
  noise: Noise,
  parameters: 6 | 8 | 10,
  { at }: LeastSquaresFit,
): [number, number][] {
  return residualsAt(poseProblem(screen, keptSamples(targets), noise, parameters), at);
}

function solve(
  input: FitInput,
  noise: Noise,
  parameters: 6 | 8 | 10,
  priors: readonly Prior[],
  near = nearby(input, noise, parameters, priors),
): LeastSquaresFit | undefined {
  const samples = keptSamples(input.targets);
  return near && levenbergMarquardt(poseProblem(input.screen, samples, noise, parameters, priors), near);
}

/** Start of the fit: the best of several candidates on the targets' means, which are few. */
function nearby(
  { screen, targets }: FitInput,
  noise: Noise,
  parameters: 6 | 8 | 10,
  priors: readonly Prior[],
): readonly number[] | undefined {
  const samplesPerTarget = keptSamples(targets).length / targets.length;
  const ofMeans = scaled(noise, 1 / Math.sqrt(samplesPerTarget));
  const problem = poseProblem(screen, targets.map(meanOf), ofMeans, parameters, priors);
  const { cornerMm } = nominalPose(screen);
  const [best] = startTilts
    .map((tilt) => [...cornerMm, ...tilt, 0, 0, 0, 0].slice(0, parameters))
    .flatMap((start) => levenbergMarquardt(problem, start) ?? [])
    .sort((a, b) => a.cost - b.cost);
  return best && [...best.at];
}

const meanOf = ({ target, kept }: TargetSamples): GazeSample => ({
  timeMs: 0,
  target,
  gaze: mean(kept.map(({ gaze }) => gaze)),
  originMm: mean(kept.map(({ originMm }) => originMm)),
});

function covarianceOf(
  input: FitInput,
  noise: Noise,
  parameters: 6 | 8 | 10,
  best: LeastSquaresFit,
  priors: readonly Prior[],
): number[][] {
  const pairs = residualsOf(input, noise, parameters, best);
  let taken = 0;
  const byTarget = input.targets.map(({ kept }) => pairs.slice(taken, (taken += kept.length)));
  const variance = varianceFactor(pairs, parameters) / effectiveShare(byTarget);
  const problem = poseProblem(input.screen, keptSamples(input.targets), noise, parameters);
  return parameterCovariance(information(problem, best.at), variance, priors);
}

export const frameOfParameters = ([x, y, z, a = 0, b = 0, c = 0]: readonly number[]): ScreenFrame =>
  frameOf({ cornerMm: [x!, y!, z!], rotationRad: [a, b, c] });

/** Meets the corrected ray of gaze with the screen; the eye's own position counts, so the head may move. */
export function poseProjector(parameters: readonly number[]): ReturnType<Model['projector']> {
  const frame = frameOfParameters(parameters);
  const [biasYaw = 0, biasPitch = 0, gainYaw = 0, gainPitch = 0] = parameters.slice(6);
  return ({ gaze, originMm }) => {
    const { yawRad, pitchRad } = anglesOf(gaze);
    const corrected = vectorOf({
      yawRad: yawRad * (1 + gainYaw) + biasYaw,
      pitchRad: pitchRad * (1 + gainPitch) + biasPitch,
    });
    return crossing(frame, originMm, corrected);
  };
}

export const poseModels: Readonly<Record<'M1' | 'M2' | 'M3', Model>> = {
  M1: poseModel('M1', 6),
  M2: poseModel('M2', 8),
  M3: poseModel('M3', 10),
};
