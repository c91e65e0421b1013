import { createRequire, registerHooks } from 'node:module';

const require = createRequire(import.meta.url);

/*
 * face-api on the TensorFlow.js core and WASM backend that Argus itself uses, so that both run the same kernels. face-api asks for
 * the umbrella package `@tensorflow/tfjs`; of that it needs the core and the methods on tensors.
 */
export async function loadFaceApi(tf) {
  registerHooks({
    resolve: (specifier, context, next) =>
      next(specifier === '@tensorflow/tfjs' ? '@tensorflow/tfjs-core' : specifier, context),
  });
  const prototype = tf.Tensor.prototype;
  for (const [name, operation] of Object.entries(tf)) {
    if (typeof operation !== 'function' || name in prototype) continue;
    prototype[name] = function (...values) {
      return operation(this, ...values);
    };
  }
  prototype.toFloat ??= function () {
    return tf.cast(this, 'float32');
  };
  for (const rank of [1, 2, 3, 4])
    prototype[`as${rank}D`] ??= function (...shape) {
      return tf.reshape(this, rank === 1 ? [this.size] : shape);
    };
  const faceApi = require('@vladmandic/face-api/dist/face-api.node-wasm.js');
  const folder = require.resolve('@vladmandic/face-api').replace(/dist[\\/][^\\/]*$/, 'model');
  const { ssdMobilenetv1, tinyFaceDetector, faceLandmark68Net, faceRecognitionNet } = faceApi.nets;
  for (const net of [ssdMobilenetv1, tinyFaceDetector, faceLandmark68Net, faceRecognitionNet])
    await net.loadFromDisk(folder);
  return faceApi;
}

/** All faces of a decoded picture: box and 128 numbers, as face-api's own pipeline makes them. */
export async function describeWithFaceApi(faceApi, tf, options, { rgb, width, height }) {
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
