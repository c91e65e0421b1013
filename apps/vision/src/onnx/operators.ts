import * as tf from '@tensorflow/tfjs-core';
import type { ChannelScaling } from './convolution.js';
import { numbersOf, type Operation } from './operation.js';
import type { OnnxConstant, OnnxNode } from './onnx-file.js';

/** How a tensor lies in memory: an image with its channels last, or as ONNX has it. */
export type Layout = 'image' | 'plain';

export interface OperatorInput {
  readonly node: OnnxNode;
  /** The node's inputs that are constants; the others are undefined. */
  readonly constants: readonly (OnnxConstant | undefined)[];
  /** Layout of the first input that is no constant. */
  readonly layout: Layout;
}

export interface Compiled {
  readonly operation: Operation;
  /** Layout of the output; that of the input if absent. */
  readonly layout?: Layout;
}

/** The operators that the models of this project use, but for convolutions. */
export const operators: Readonly<Record<string, (input: OperatorInput) => Compiled>> = {
  Add: (input) => arithmetic(input, tf.add),
  BatchNormalization: ({ constants, node }) => {
    const { factor, summand } = normalisation(node, constants);
    const [scale, shift] = [tf.tensor1d(factor), tf.tensor1d(summand)];
    return { operation: ([x]) => tf.add(tf.mul(x!, scale), shift) };
  },
  Dropout: () => ({ operation: ([x]) => x! }),
  Flatten: ({ layout }) => ({
    operation: ([x]) => tf.reshape(channelsFirst(x!, layout), [x!.shape[0], -1]),
    layout: 'plain',
  }),
  Gemm: ({ constants: [, weights, bias], node }) => {
    if (!weights || !bias || node.attributes.transB !== 1 || node.attributes.transA === 1)
      throw new Error(`The model's matrix product ${node.output} is of an unknown kind`);
    const matrix = tf.tidy(() =>
      tf.transpose(tf.tensor2d(weights.values as Float32Array, weights.dims as [number, number])),
    );
    const summand = tf.tensor1d(bias.values as Float32Array);
    return { operation: ([x]) => tf.add(tf.matMul(x as tf.Tensor2D, matrix), summand) };
  },
  MaxPool: ({ node }) => {
    if (numbersOf(node, 'pads').some((pad) => pad !== 0)) throw new Error('The model pads before it pools');
    const [size, stride] = ['kernel_shape', 'strides'].map((name) => [...numbersOf(node, name)]);
    return {
      operation: ([x]) =>
        tf.maxPool(x as tf.Tensor4D, size as [number, number], stride as [number, number], 'valid'),
    };
  },
  Mul: (input) => arithmetic(input, tf.mul),
  Relu: () => ({ operation: ([x]) => tf.relu(x!) }),
  Reshape: ({ constants: [, shape], layout }) => {
    const sizes = Array.from(shape!.values);
    return {
      operation: ([x]) => {
        const plain = channelsFirst(x!, layout);
        return tf.reshape(
          plain,
          sizes.map((size, axis) => (size === 0 ? plain.shape[axis]! : size)),
        );
      },
      layout: 'plain',
    };
  },
  Resize: ({ node, constants: [, , scales] }) => {
    const wanted = { mode: 'nearest', nearest_mode: 'floor', coordinate_transformation_mode: 'asymmetric' };
    if (Object.entries(wanted).some(([name, value]) => node.attributes[name] !== value))
      throw new Error('The model resizes in an unknown way');
    const [, , down, right] = Array.from(scales!.values);
    return {
      operation: ([x]) =>
        tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [x!.shape[1]! * down!, x!.shape[2]! * right!]),
    };
  },
  Sigmoid: () => ({ operation: ([x]) => tf.sigmoid(x!) }),
  Sub: (input) => arithmetic(input, tf.sub),
  Transpose: ({ node, layout }) => {
    if (layout !== 'image' || numbersOf(node, 'perm').join() !== '0,2,3,1')
      throw new Error('The model transposes in an unknown way');
    return { operation: ([x]) => x!.clone(), layout: 'plain' };
  },
};

/** Returns what a batch normalisation does to each channel. */
export function normalisation(
  { attributes }: OnnxNode,
  [, gamma, beta, mean, variance]: readonly (OnnxConstant | undefined)[],
): ChannelScaling {
  const epsilon = Number(attributes.epsilon ?? 1e-5);
  const factor = Float32Array.from(
    gamma!.values,
    (value, i) => value / Math.sqrt(variance!.values[i]! + epsilon),
  );
  const summand = Float32Array.from(beta!.values, (value, i) => value - mean!.values[i]! * factor[i]!);
  return { factor, summand };
}

/** Returns the tensor with its axes in the order of ONNX. */
export function channelsFirst(x: tf.Tensor, layout: Layout): tf.Tensor {
  return layout === 'image' ? tf.transpose(x, [0, 3, 1, 2]) : x;
}

/** Two tensors of one layout, or a tensor and a single number. */
function arithmetic(
  { constants: [one, other], node }: OperatorInput,
  compute: (a: tf.Tensor | number, b: tf.Tensor | number) => tf.Tensor,
): Compiled {
  const constant = one ?? other;
  if (!constant) return { operation: ([a, b]) => compute(a!, b!) };
  if (constant.values.length !== 1)
    throw new Error(`The model's operand of ${node.output} is no single number`);
  const number = constant.values[0]!;
  return { operation: ([x]) => (one ? compute(number, x!) : compute(x!, number)) };
}
