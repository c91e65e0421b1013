import type { Refusal } from '../refusals/refusal.js';
import type { GazeMeasurement, GazeSample } from '../samples/sample.js';
import type { TargetSamples } from '../samples/target-samples.js';
import type { Point, Screen } from '../screens/screen.js';
import type { ScreenFrame } from '../screens/screen-pose.js';

/** Simple to rich; of two equally good models the first is taken. */
export const modelKinds = ['M0', 'M1', 'M2', 'M3', 'F1', 'F2', 'F4', 'F3'] as const;
export type ModelKind = (typeof modelKinds)[number];

/** Standard deviations of the numbers that a model reads: yaw and pitch in radians, or the features and the openness. */
export type Noise = readonly [first: number, second: number, openness?: number];

/** A model with its parameters: plain data, all that a calibration stores of it. */
export interface FittedModel {
  readonly kind: ModelKind;
  readonly parameters: readonly number[];
  readonly covariance: readonly (readonly number[])[];
  readonly noise: Noise;
  /** Where the features of F1–F4 come from: measured ones, or the tangents of the gaze angles. */
  readonly features: 'measured' | 'gaze';
}

/** What a model is fitted to. Every target has kept samples. */
export interface FitInput {
  readonly screen: Screen;
  readonly targets: readonly TargetSamples[];
  readonly angleNoise: Noise;
  readonly features: 'measured' | 'gaze';
}

/** Where a measurement looks, millimetres on the screen; undefined where the model has no answer. */
export type Projector = (measurement: GazeMeasurement) => Point | undefined;

export interface Model {
  readonly parameterNames: readonly string[];
  readonly leastTargets: number;
  /** `near` is the solution of a similar input; the fit starts there. */
  fit(input: FitInput, near?: readonly number[]): FittedModel | Refusal;
  /** Why the samples do not bear a model that could be fitted. */
  doubt?(model: FittedModel, targets: number): Refusal | undefined;
  projector(model: Omit<FittedModel, 'covariance'>): Projector;
  /** The model's pose of the screen; undefined for models without geometry. */
  frame?(parameters: readonly number[]): ScreenFrame;
  readonly noiseIn: 'angles' | 'features';
}

export const keptSamples = (targets: readonly TargetSamples[]): GazeSample[] =>
  targets.flatMap(({ kept }) => kept);
