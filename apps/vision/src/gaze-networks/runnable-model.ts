import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';

/** A model that computes one tensor of named ones. */
export interface RunnableModel {
  readonly inputs: readonly { readonly name: string; readonly shape?: readonly number[] | undefined }[];
  run(inputs: NamedTensorMap): Tensor;
}

/** Returns the name without the `:0` of a graph. */
export const plainName = (name: string): string => name.split(':')[0]!;

/** Shapes of the inputs by name. */
export const inputsOf = ({ inputs }: RunnableModel): Record<string, readonly number[]> =>
  Object.fromEntries(inputs.map(({ name, shape }) => [plainName(name), shape ?? []]));
