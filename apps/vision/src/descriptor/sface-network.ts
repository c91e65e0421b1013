import * as tf from '@tensorflow/tfjs-core';
import type { OnnxNetwork } from '../onnx/onnx-network.js';
import type { PixelScaling } from '../sampling/sample-crop.js';
import type { DescriptorNetwork } from './descriptor-network.js';
import { arcFaceReference } from './reference-face.js';

/** The graph scales the pixels itself. */
const bytes: PixelScaling = { scale: 1, mean: [0, 0, 0] };

/** SFace of the OpenCV Zoo: a MobileNet with 128 outputs, trained with a loss for noisy labels (Zhong et al. 2021). */
export class SFaceNetwork implements DescriptorNetwork {
  readonly reference = arcFaceReference;
  readonly scaling = bytes;

  #network: OnnxNetwork | undefined;

  /** @param load reads the network when the first face is described: it takes most of the memory of all models. */
  constructor(private readonly load: () => OnnxNetwork) {}

  async run(crops: Float32Array, count: number): Promise<Float32Array> {
    const { sizePx } = this.reference;
    const images = tf.tensor4d(crops, [count, sizePx, sizePx, 3]);
    this.#network ??= this.load();
    const { fc1, ...others } = this.#network.run(images);
    try {
      return (await fc1!.data()) as Float32Array;
    } finally {
      tf.dispose([images, fc1!, others]);
    }
  }
}
