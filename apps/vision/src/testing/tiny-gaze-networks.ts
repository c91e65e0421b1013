import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/*
 * Gaze networks with chosen weights, in the shapes that vision accepts: the mean colour of each picture and the numbers beside it
 * go through one matrix. Their answers can be computed by hand.
 */

interface Shape {
  readonly pictures: Readonly<Record<string, readonly [height: number, width: number]>>;
  readonly numbers: readonly string[];
  readonly answers: number;
}

const point: Shape = {
  pictures: { image: [128, 512] },
  numbers: ['head_vector', 'face_origin_3d'],
  answers: 2,
};
const direction: Shape = {
  pictures: { left_eye_image: [60, 60], right_eye_image: [60, 60] },
  numbers: ['head_pose_angles'],
  answers: 3,
};

/** One row per input number (three colours for each picture, then the numbers), one column per answer; and what is added. */
export interface TinyWeights {
  readonly matrix?: readonly (readonly number[])[];
  readonly bias: readonly number[];
}

/** Writes a network whose answer is a point of the screen; its inputs are those of BlazeGaze. */
export const writePointNetwork = (folder: string, weights: TinyWeights): Promise<void> =>
  write(folder, point, weights);

/** Writes a network whose answer is a direction; its inputs are those of gaze-estimation-adas-0002. */
export const writeDirectionNetwork = (folder: string, weights: TinyWeights): Promise<void> =>
  write(folder, direction, weights);

async function write(
  folder: string,
  { pictures, numbers, answers }: Shape,
  { matrix, bias }: TinyWeights,
): Promise<void> {
  const images = Object.entries(pictures).map(([name, size]) => layers.input({ name, shape: [...size, 3] }));
  const vectors = numbers.map((name) => layers.input({ name, shape: [3] }));
  const means = images.map(
    (image) => layers.layers.globalAveragePooling2d({}).apply(image) as layers.SymbolicTensor,
  );
  const all = layers.layers.concatenate().apply([...means, ...vectors]) as layers.SymbolicTensor;
  const dense = layers.layers.dense({ units: answers });
  const outputs = dense.apply(all) as layers.SymbolicTensor;
  const size = 3 * (images.length + vectors.length);
  const rows = matrix ?? Array.from({ length: size }, () => new Array<number>(answers).fill(0));
  dense.setWeights([
    tf.tensor2d(
      rows.map((row) => [...row]),
      [size, answers],
    ),
    tf.tensor1d([...bias]),
  ]);
  const model = layers.model({ inputs: [...images, ...vectors], outputs });
  await mkdir(folder, { recursive: true });
  await model.save({
    save: async ({ modelTopology, weightSpecs, weightData }) => {
      const file = {
        format: 'layers-model',
        modelTopology,
        weightsManifest: [{ paths: ['weights.bin'], weights: weightSpecs }],
      };
      await writeFile(join(folder, 'model.json'), JSON.stringify(file));
      await writeFile(
        join(folder, 'weights.bin'),
        new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData)),
      );
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    },
  });
}
