import * as tf from '@tensorflow/tfjs-core';
import { numbersOf, type Operation } from './operation.js';
import type { OnnxConstant, OnnxNode } from './onnx-file.js';

/** A factor and a summand per channel. */
export interface ChannelScaling {
  readonly factor: Float32Array;
  readonly summand: Float32Array;
}

export interface ConvolutionParts {
  readonly node: OnnxNode;
  readonly filter: OnnxConstant;
  readonly bias?: OnnxConstant | undefined;
  /** Applied after the convolution, so that it can be merged into the filter. */
  readonly scaling?: ChannelScaling | undefined;
  readonly activation: 'linear' | 'relu' | 'prelu';
  /** Slopes of PReLU, one or one per channel. */
  readonly slopes?: OnnxConstant | undefined;
}

/** Makes one fused kernel of a convolution, the batch normalisation after it, and the activation after that. */
export function convolution({
  node,
  filter,
  bias,
  scaling,
  activation,
  slopes,
}: ConvolutionParts): Operation {
  const [outputs = 0, inputs = 0, height = 0, width = 0] = filter.dims;
  const group = Number(node.attributes.group ?? 1);
  const depthwise = group > 1;
  if (depthwise && inputs !== 1)
    throw new Error(`The model's convolution ${node.output} has groups of channels`);
  const area = height * width;
  const weights = new Float32Array(filter.values.length);
  for (let o = 0; o < outputs; o++)
    for (let i = 0; i < inputs; i++)
      for (let at = 0; at < area; at++) {
        const value = filter.values[(o * inputs + i) * area + at]! * (scaling?.factor[o] ?? 1);
        weights[depthwise ? at * outputs + o : (at * inputs + i) * outputs + o] = value;
      }
  const biases = Float32Array.from(
    { length: outputs },
    (_, o) => (bias?.values[o] ?? 0) * (scaling?.factor[o] ?? 1) + (scaling?.summand[o] ?? 0),
  );
  const shape: [number, number, number, number] = depthwise
    ? [height, width, group, outputs / group]
    : [height, width, inputs, outputs];
  const [strides = 1] = numbersOf(node, 'strides');
  const pads = numbersOf(node, 'pads');
  const same = strides === 1 && pads.every((pad, i) => pad === ([height, width][i % 2]! - 1) / 2);
  const options = {
    filter: tf.tensor4d(weights, shape),
    bias: tf.tensor1d(biases),
    strides,
    pad: same ? 'same' : 'valid',
    activation,
    ...(slopes && { preluActivationWeights: tf.tensor1d(slopesOf(slopes, outputs)) }),
  } as const;
  const run = depthwise ? tf.fused.depthwiseConv2d : tf.fused.conv2d;
  return ([image]) =>
    run({ x: same ? image! : padded(image!, pads), ...options } as Parameters<typeof run>[0]);
}

const slopesOf = ({ values }: OnnxConstant, channels: number): Float32Array =>
  Float32Array.from({ length: channels }, (_, channel) => values[values.length === 1 ? 0 : channel]!);

/** Pads both sides. With a stride, TensorFlow's own padding would shift the image. */
function padded(image: tf.Tensor, [top = 0, left = 0, bottom = 0, right = 0]: readonly number[]): tf.Tensor {
  if (top + left + bottom + right === 0) return image;
  return tf.pad4d(image as tf.Tensor4D, [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]);
}
