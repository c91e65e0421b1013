import type * as tf from '@tensorflow/tfjs-core';
import type { OnnxNode } from './onnx-file.js';

/** Computes a node's output from its inputs that are no constants. Images have their channels last. */
export type Operation = (inputs: readonly tf.Tensor[]) => tf.Tensor;

/** Returns an attribute that is a list of numbers, an empty one if it is not there. */
export function numbersOf({ attributes }: OnnxNode, name: string): readonly number[] {
  const value = attributes[name];
  return Array.isArray(value) ? (value as readonly number[]) : [];
}
