import { nominalFrame, type ScreenFrame } from '../screens/screen-pose.js';
import type { Screen } from '../screens/screen.js';
import { homTransformModel } from './hom-transform.model.js';
import { homographyModel } from './homography.model.js';
import type { FittedModel, Model, ModelKind, Projector } from './model.js';
import { affineModel, lidModel, quadraticModel } from './polynomial.model.js';
import { poseModels } from './pose.model.js';

export const models: Readonly<Record<ModelKind, Model>> = {
  M0: homTransformModel,
  ...poseModels,
  F1: affineModel,
  F2: homographyModel,
  F3: quadraticModel,
  F4: lidModel,
};

export const projectorOf = (model: Omit<FittedModel, 'covariance'>): Projector =>
  models[model.kind].projector(model);

/** Pose of the screen: the model's, or the stored one where the model knows no geometry. */
export const frameOfModel = ({ kind, parameters }: FittedModel, screen: Screen): ScreenFrame =>
  models[kind].frame?.(parameters) ?? nominalFrame(screen);
