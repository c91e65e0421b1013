import { unitMean } from '../accuracy/unit-mean.js';
import { descriptorModelId } from '../descriptor/descriptor-model.js';

/**
 * Returns the rows of a template that faces are compared with: the mean of the photographs (ADR 72). Templates of a former model are
 * compared photograph by photograph, as its error rates were measured.
 */
export const comparedRows = (model: string, descriptors: readonly Float32Array[]): readonly Float32Array[] =>
  model === descriptorModelId ? [unitMean(descriptors)] : descriptors;
