import * as tf from '@tensorflow/tfjs-core';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PixelScaling } from '../sampling/sample-crop.js';
import type { DescriptorNetwork } from './descriptor-network.js';
import { dlibReference } from './reference-face.js';

/** A convolution merged with the scale layer after it, so that one fused kernel does both. */
interface Convolution {
  readonly filter: tf.Tensor4D;
  readonly bias: tf.Tensor1D;
}

/** Residual blocks in order. A block named `…_down…` halves the image. */
const blocks = [
  'conv32_1',
  'conv32_2',
  'conv32_3',
  'conv64_down',
  'conv64_1',
  'conv64_2',
  'conv64_3',
  'conv128_down',
  'conv128_1',
  'conv128_2',
  'conv256_down',
  'conv256_1',
  'conv256_2',
  'conv256_down_out',
] as const;

/** Normalisation of dlib's `input_rgb_image_sized`. */
const dlibScaling: PixelScaling = { scale: 1 / 256, mean: [122.782, 117.001, 104.298] };

/** dlib's face recognition ResNet (29 convolutions, 128 outputs) with the quantised weights of face-api. */
export class ResidualNetwork implements DescriptorNetwork {
  readonly reference = dlibReference;
  readonly scaling = dlibScaling;

  private constructor(
    private readonly stem: Convolution,
    private readonly blocks: readonly { down: boolean; first: Convolution; second: Convolution }[],
    private readonly projection: tf.Tensor2D,
  ) {}

  static async load(folder: string): Promise<ResidualNetwork> {
    const weights = await readWeights(folder, 'face_recognition_model');
    const tensorOf = (name: string): tf.Tensor => {
      const tensor = weights[name];
      if (!tensor) throw new Error(`The descriptor model lacks ${name}`);
      return tensor;
    };
    const convolution = (name: string): Convolution => {
      const scale = tensorOf(`${name}/scale/weights`);
      return tf.tidy(() => ({
        filter: tf.keep(tf.mul<tf.Tensor4D>(tensorOf(`${name}/conv/filters`), scale)),
        bias: tf.keep(
          tf.add<tf.Tensor1D>(tf.mul(tensorOf(`${name}/conv/bias`), scale), tensorOf(`${name}/scale/biases`)),
        ),
      }));
    };
    const network = new ResidualNetwork(
      convolution('conv32_down'),
      blocks.map((name) => ({
        down: name.includes('_down'),
        first: convolution(`${name}/conv1`),
        second: convolution(`${name}/conv2`),
      })),
      tensorOf('fc').clone() as tf.Tensor2D,
    );
    tf.dispose(weights);
    return network;
  }

  async run(chips: Float32Array, count: number): Promise<Float32Array> {
    const { sizePx } = this.reference;
    const output = tf.tidy(() => {
      let image = convolve(tf.tensor4d(chips, [count, sizePx, sizePx, 3]), this.stem, 'relu', true);
      image = tf.maxPool(image, 3, 2, 'valid');
      for (const { down, first, second } of this.blocks) {
        const branch = convolve(convolve(image, first, 'relu', down), second, 'linear', false);
        const [kept, changed] = down
          ? padToOneShape(tf.avgPool(image, 2, 2, 'valid'), branch)
          : [image, branch];
        image = tf.relu(tf.add(changed, kept));
      }
      return tf.matMul(tf.mean(image, [1, 2]), this.projection);
    });
    try {
      return (await output.data()) as Float32Array;
    } finally {
      output.dispose();
    }
  }
}

function convolve(
  x: tf.Tensor4D,
  { filter, bias }: Convolution,
  activation: 'relu' | 'linear',
  down: boolean,
): tf.Tensor4D {
  return tf.fused.conv2d({
    x,
    filter,
    bias,
    activation,
    strides: down ? 2 : 1,
    pad: down ? 'valid' : 'same',
  });
}

/** Pads two images with zeros at the bottom, the right and in channels to one shape, as dlib adds them. */
function padToOneShape(one: tf.Tensor4D, other: tf.Tensor4D): [tf.Tensor4D, tf.Tensor4D] {
  const target = one.shape.map((size, axis) => Math.max(size, other.shape[axis]!));
  const fill = (image: tf.Tensor4D): tf.Tensor4D => {
    const missing = image.shape.map((size, axis) => [0, target[axis]! - size] as [number, number]);
    if (missing.every(([, after]) => after === 0)) return image;
    return tf.pad4d(
      image,
      missing as [[number, number], [number, number], [number, number], [number, number]],
    );
  };
  return [fill(one), fill(other)];
}

async function readWeights(folder: string, name: string): Promise<tf.NamedTensorMap> {
  const text = await readFile(join(folder, `${name}-weights_manifest.json`), 'utf8');
  const manifest = JSON.parse(text) as { paths: string[]; weights: tf.io.WeightsManifestEntry[] }[];
  const files = await Promise.all(
    manifest.flatMap(({ paths }) => paths).map((path) => readFile(join(folder, path))),
  );
  const bytes = new Uint8Array(Buffer.concat(files));
  return tf.io.decodeWeights(
    bytes.buffer,
    manifest.flatMap(({ weights }) => weights),
  );
}
