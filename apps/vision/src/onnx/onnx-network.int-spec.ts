import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { startBackend } from '../backends/start-backend.js';
import { readWeightFile, weightFiles, weightsFolder } from '../models/weight-files.mjs';
import { OnnxNetwork } from './onnx-network.js';

/*
 * Expected numbers are ONNX Runtime's (PyPI onnxruntime 1.32.0, CPU): the file without the graph inputs that are weights too, fed
 * with the same picture as float32 [1, 3, height, width]; in YuNet, block_size taken from scales that are single numbers.
 */

/** A picture of bytes, channels last: a gradient with a pattern that no symmetry of the network hides. */
function picture(sizePx: number, curved: boolean): tf.Tensor4D {
  const values = new Float32Array(sizePx * sizePx * 3);
  for (let y = 0, at = 0; y < sizePx; y++)
    for (let x = 0; x < sizePx; x++)
      for (let c = 0; c < 3; c++)
        values[at++] = (x * 7 + y * 13 + c * 29 + (curved ? Math.floor((x * y) / 8) : 0)) % 256;
  return tf.tensor4d(values, [1, sizePx, sizePx, 3]);
}

const load = (weights: (typeof weightFiles)['sface']) =>
  OnnxNetwork.load(readWeightFile(weightsFolder(), weights));

beforeAll(() => startBackend('wasm'));

describe('OnnxNetwork', () => {
  it('SFace: outputs differ from those of ONNX Runtime by at most 0.0001, alone and in a batch', async () => {
    const network = load(weightFiles.sface);
    const [flat, curved] = [picture(112, false), picture(112, true)];
    for (const [images, expected] of [
      [flat, [sfaceFlat]],
      [tf.concat<tf.Tensor4D>([curved, flat]), [sfaceCurved, sfaceFlat]],
    ] as const) {
      const { fc1 } = network.run(images);
      expect(fc1!.shape).toEqual([expected.length, 128]);
      const values = await fc1!.data();
      expect(largestDifference(values, expected.flat())).toBeLessThan(1e-4);
    }
  });

  it('YuNet: means and root mean squares of its outputs are those of ONNX Runtime', async () => {
    const outputs = load(weightFiles.yunet).run(picture(640, true));
    for (const [name, { shape, mean, rms, ends }] of Object.entries(yunet)) {
      const values = Array.from(await outputs[name]!.data());
      const found = {
        mean: values.reduce((sum, value) => sum + value, 0) / values.length,
        rms: Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length),
      };
      expect([name, outputs[name]!.shape]).toEqual([name, shape]);
      expect([name, Math.abs(found.mean - mean) < 1e-4, Math.abs(found.rms - rms) < 1e-4]).toEqual([
        name,
        true,
        true,
      ]);
      expect(largestDifference([...values.slice(0, 2), ...values.slice(-2)], ends)).toBeLessThan(1e-3);
    }
  });

  it('OnnxNetwork: a run keeps no tensors but its outputs', () => {
    const network = load(weightFiles.sface);
    const images = picture(112, false);
    tf.dispose(network.run(images));
    const before = tf.memory().numTensors;
    tf.dispose(network.run(images));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('OnnxNetwork: a file that is no model is refused', () => {
    expect(() => OnnxNetwork.load(Buffer.from('text'))).toThrow();
    expect(() => OnnxNetwork.load(new Uint8Array())).toThrow('The file is no ONNX model');
  });
});

function largestDifference(found: ArrayLike<number>, expected: readonly number[]): number {
  expect(found.length).toBe(expected.length);
  return Math.max(...expected.map((value, i) => Math.abs(value - found[i]!)));
}
// prettier-ignore
const sfaceFlat = [
  0.36943, 0.25142, 0.20289, 0.70304, -0.49911, 0.07190, -0.75819, 0.00043, 0.25075, -0.23232, -0.47160, -0.06694, -0.48323, -0.54233, 0.74630, -0.86259,
  0.58159, -0.32029, -0.31443, 0.17007, -0.30849, -0.68185, -0.09856, 0.42583, -0.32016, 0.59475, 0.18345, 1.03510, -0.09543, 0.22560, -0.32614, 0.17360,
  -0.43760, -0.00620, 0.12246, -0.74770, -0.29206, 0.50880, -0.05816, 0.30086, -0.40630, -0.33005, 0.33114, 0.26775, -0.52424, 0.22097, -0.55431, 0.13043,
  -0.01671, -0.74991, -0.14495, -0.06315, 0.58712, -0.01377, 0.15839, 0.33664, -0.42185, 0.98398, 0.01046, 0.17850, -0.00172, 0.15280, -0.16442, 0.63781,
  -0.35883, 0.45109, -0.32001, 0.38813, -0.17432, -0.19397, -0.39620, 0.01745, -0.47856, 0.14334, 0.07008, -0.22970, 1.11137, 0.15018, 0.17225, 0.34601,
  -0.23343, 0.17760, 0.44054, -0.17361, -0.31952, 0.48317, 0.55774, -0.17290, 0.20759, -0.86203, -0.02470, 0.38760, 0.03198, 0.64656, 0.61630, -0.03272,
  -0.48210, 0.41894, 0.37626, 0.38754, 0.09838, -0.24532, 0.51943, -0.54986, -0.14416, -0.65406, 0.01769, 0.19527, 0.67003, 0.29925, -0.66114, 0.50239,
  1.00200, -0.24402, 0.17016, 0.23567, 0.42107, -0.34745, -0.06455, 0.10520, 0.23927, -0.08324, -0.76616, 0.35338, 0.51228, -0.07653, 0.55885, 0.25493,
];

// prettier-ignore
const sfaceCurved = [
  0.65481, 0.99804, 0.04133, 0.47796, -0.08153, -0.45606, -0.56888, -0.34649, 0.28917, -0.22260, -0.26495, 0.18099, -0.20091, -0.15873, 0.67793, -0.45947,
  0.11122, 0.50397, -0.30864, 0.16153, -0.55094, -0.26752, -0.07816, 0.49863, 0.26351, 0.14566, -0.21210, 0.47733, -0.20750, -0.48482, -0.30703, 0.19720,
  -0.48957, -0.28791, -0.29617, -0.44277, 0.04759, 0.10861, -0.21943, 0.76679, -0.75836, -0.37810, 0.10308, -0.02083, -0.08531, 0.25489, -0.37909, 0.03382,
  0.02307, -0.41284, -0.07013, 0.36251, 0.09190, -0.32788, -0.57765, 0.42485, -0.56774, 0.93862, -0.36905, 0.03411, -0.23037, -0.07921, -0.00130, 0.34084,
  0.38586, 0.56000, -0.01474, -0.00020, -0.38714, -0.20261, 0.06100, -0.57123, -0.25771, -0.00652, 0.03842, 0.14670, 0.40026, 0.50496, 0.22207, 0.80579,
  0.51260, 0.04588, 0.09018, -0.37379, -0.08696, -0.14554, 0.35495, 0.12433, 0.36660, -1.06540, 0.06286, 0.25196, 0.03806, 0.30825, 0.09479, -0.00446,
  -0.64437, -0.17662, 0.74047, 0.29823, -0.01217, -0.39440, 0.56929, -0.25226, 0.33614, -0.23621, 0.76392, 0.33282, 0.02357, 0.28568, -0.37698, 0.16492,
  0.65332, -0.11529, 0.14831, 0.22930, 0.30331, -0.27133, -0.56657, 0.27379, 0.17390, 0.15356, -0.30614, 0.10702, 0.43107, -0.24302, 0.00755, 0.43288,
];

// prettier-ignore
const yunet = {
  cls_8: { shape: [1, 6400, 1], mean: 0.661507, rms: 0.669798, ends: [0.61798, 0.65441, 0.51476, 0.52828] },
  cls_16: { shape: [1, 1600, 1], mean: 0.519124, rms: 0.520532, ends: [0.53895, 0.51926, 0.49121, 0.51021] },
  cls_32: { shape: [1, 400, 1], mean: 0.688198, rms: 0.690871, ends: [0.64749, 0.69183, 0.56081, 0.54809] },
  obj_8: { shape: [1, 6400, 1], mean: 0.000001, rms: 0.000006, ends: [0.00000, 0.00000, 0.00000, 0.00000] },
  obj_16: { shape: [1, 1600, 1], mean: 0.000002, rms: 0.000004, ends: [0.00001, 0.00000, 0.00001, 0.00005] },
  obj_32: { shape: [1, 400, 1], mean: 0.006938, rms: 0.015002, ends: [0.00001, 0.00001, 0.00509, 0.00063] },
  bbox_8: { shape: [1, 6400, 4], mean: 0.817476, rms: 0.959608, ends: [0.75596, 0.27259, 0.64862, 0.86608] },
  bbox_16: { shape: [1, 1600, 4], mean: 0.299037, rms: 0.371912, ends: [0.48615, 0.54240, -0.14510, -0.02604] },
  bbox_32: { shape: [1, 400, 4], mean: 1.502238, rms: 1.858806, ends: [1.61141, 2.15332, 1.05580, 1.30210] },
  kps_8: { shape: [1, 6400, 10], mean: 0.561556, rms: 1.060210, ends: [0.36340, 0.20979, 1.07573, 0.75831] },
  kps_16: { shape: [1, 1600, 10], mean: 0.497036, rms: 0.540898, ends: [0.25934, 0.03909, 0.43878, 0.53068] },
  kps_32: { shape: [1, 400, 10], mean: 1.085981, rms: 3.576829, ends: [-1.13420, 0.53453, 0.95279, 1.11146] },
};
