import { createRequire, registerHooks } from 'node:module';
import type { Picture } from '@argus/imaging';
import type * as TensorFlowCore from '@tensorflow/tfjs-core';

const require = createRequire(import.meta.url);
/* By `require`, since an import of this CommonJS package would not name all of its operations. */
const tf = require('@tensorflow/tfjs-core') as typeof TensorFlowCore;

interface Net {
  loadFromDisk(folder: string): Promise<void>;
}
type Options = new (options: Record<string, number>) => unknown;
interface FoundFace {
  readonly detection: { readonly box: { readonly width: number; readonly height: number } };
  readonly descriptor: Float32Array;
}
/** What the benchmark uses of face-api, whose own types ask for the whole of TensorFlow.js. */
export interface FaceApi {
  readonly nets: Readonly<
    Record<'ssdMobilenetv1' | 'tinyFaceDetector' | 'faceLandmark68Net' | 'faceRecognitionNet', Net>
  >;
  readonly SsdMobilenetv1Options: Options;
  readonly TinyFaceDetectorOptions: Options;
  detectAllFaces(
    image: TensorFlowCore.Tensor,
    options: unknown,
  ): { withFaceLandmarks(): { withFaceDescriptors(): Promise<FoundFace[]> } };
}

/*
 * Loads face-api on the TensorFlow.js core and WASM backend of Argus, so that both run the same kernels. face-api imports the
 * umbrella package `@tensorflow/tfjs`, but needs only its core and its methods on tensors.
 */
export async function loadFaceApi(): Promise<FaceApi> {
  registerHooks({
    resolve: (specifier, context, next) =>
      next(specifier === '@tensorflow/tfjs' ? '@tensorflow/tfjs-core' : specifier, context),
  });
  const prototype = tf.Tensor.prototype as unknown as Record<string, unknown>;
  for (const [name, operation] of Object.entries<unknown>(tf)) {
    if (typeof operation !== 'function' || name in prototype) continue;
    prototype[name] = function (...values: unknown[]): unknown {
      return (operation as (...values: unknown[]) => unknown)(this, ...values);
    };
  }
  prototype.toFloat ??= function (this: TensorFlowCore.Tensor) {
    return tf.cast(this, 'float32');
  };
  for (const rank of [1, 2, 3, 4])
    prototype[`as${rank}D`] ??= function (this: TensorFlowCore.Tensor, ...shape: number[]) {
      return tf.reshape(this, rank === 1 ? [this.size] : shape);
    };
  const faceApi = require('@vladmandic/face-api/dist/face-api.node-wasm.js') as FaceApi;
  const folder = require.resolve('@vladmandic/face-api').replace(/dist[\\/][^\\/]*$/, 'model');
  const { ssdMobilenetv1, tinyFaceDetector, faceLandmark68Net, faceRecognitionNet } = faceApi.nets;
  for (const net of [ssdMobilenetv1, tinyFaceDetector, faceLandmark68Net, faceRecognitionNet])
    await net.loadFromDisk(folder);
  return faceApi;
}

/** Returns all faces of a decoded picture as face-api's own pipeline finds them: area of the box and a unit descriptor of 128 numbers. */
export async function describeWithFaceApi(
  faceApi: FaceApi,
  options: unknown,
  { rgb, width, height }: Picture,
): Promise<{ area: number; descriptor: Float32Array }[]> {
  const image = tf.tensor3d(rgb, [height, width, 3], 'int32');
  try {
    const found = await faceApi.detectAllFaces(image, options).withFaceLandmarks().withFaceDescriptors();
    return found.map(({ detection, descriptor }) => {
      const length = Math.hypot(...descriptor);
      return {
        area: detection.box.width * detection.box.height,
        descriptor: descriptor.map((value) => value / length),
      };
    });
  } finally {
    image.dispose();
  }
}
