import type { Picture } from '@argus/imaging';
import * as tf from '@tensorflow/tfjs-core';
import { basename } from 'node:path';
import { type Matrix3, rotationOf, scale, type Vector3 } from '@argus/gaze-geometry';
import { loadModelFile, type AnyModel } from './model-file.js';
import type { Mesh } from '../mesh/mesh.js';
import { eyeStrip, STRIP_HEIGHT_PX, STRIP_VALUES, STRIP_WIDTH_PX } from './eye-strip.js';

export interface NetworkFace {
  readonly picture: Picture;
  readonly mesh: Mesh;
  /** Axis times angle, radians, in camera axes. */
  readonly headRotation: Vector3;
  /** Millimetres, in camera axes. */
  readonly headTranslation: Vector3;
}

/**
 * A gaze network of the BlazeGaze kind. Its inputs are the strip of both eyes, the direction of the face and its position in
 * centimetres. Its output is a point on an average screen: two features for the fit per person, not a direction.
 */
export class GazeNetwork {
  private constructor(
    private readonly model: AnyModel,
    /** Name of the model's folder. */
    readonly name: string,
  ) {}

  /** Throws if the folder holds no model or one with other inputs. */
  static async load(folder: string): Promise<GazeNetwork> {
    const model = await loadModelFile(folder, 'model');
    const wanted = { image: 4, head_vector: 2, face_origin_3d: 2 };
    for (const [name, rank] of Object.entries(wanted)) {
      const input = model.inputs.find((candidate) => candidate.name.split(':')[0] === name);
      if (input?.shape?.length !== rank)
        throw new Error(`The gaze model in ${folder} has no input ${name} of rank ${rank}`);
    }
    const network = new GazeNetwork(model, basename(folder));
    await network.run(new Float32Array(STRIP_VALUES), [[0, 0, -1]], [[0, 0, 60]]);
    return network;
  }

  /** Returns two features per face, in order. */
  async features(faces: readonly NetworkFace[]): Promise<(readonly [number, number])[]> {
    const strips = new Float32Array(faces.length * STRIP_VALUES);
    faces.forEach(({ picture, mesh }, i) => eyeStrip(picture, mesh, strips, i * STRIP_VALUES));
    return this.run(
      strips,
      faces.map(({ headRotation }) => headVector(rotationOf(headRotation))),
      faces.map(({ headTranslation }) => scale(headTranslation, 0.1)),
    );
  }

  private async run(
    strips: Float32Array,
    headVectors: readonly Vector3[],
    originsCm: readonly Vector3[],
  ): Promise<(readonly [number, number])[]> {
    const count = headVectors.length;
    const output = tf.tidy(() => {
      const byName: tf.NamedTensorMap = {
        image: tf.tensor4d(strips, [count, STRIP_HEIGHT_PX, STRIP_WIDTH_PX, 3]),
        head_vector: tf.tensor2d(headVectors.flat(), [count, 3]),
        face_origin_3d: tf.tensor2d(originsCm.flat(), [count, 3]),
      };
      const inputs = this.model.inputs.map(({ name }) => byName[name.split(':')[0]!]!);
      const predicted = this.model.predict(inputs, {});
      return Array.isArray(predicted) ? predicted[0]! : (predicted as tf.Tensor);
    });
    try {
      const values = await output.data();
      if (values.length !== count * 2) throw new Error('The gaze model does not return two numbers per face');
      return headVectors.map((_, i) => [values[i * 2]!, values[i * 2 + 1]!]);
    } finally {
      output.dispose();
    }
  }
}

/**
 * Returns the direction of the face in axes with y up and z towards the viewer, as in the network's training. It is made of
 * the head's angles about x and y and is turned by the roll. A face that looks into the camera has (0, 0, −1).
 */
export function headVector([x, y, z]: Matrix3): Vector3 {
  const aboutX = Math.atan2(z[1], z[2]);
  const aboutY = Math.asin(Math.min(Math.max(z[0], -1), 1));
  const roll = Math.atan2(-y[0], x[0]);
  const right = Math.cos(aboutX) * Math.sin(aboutY);
  const up = Math.sin(-aboutX);
  return [
    right * Math.cos(roll) - up * Math.sin(roll),
    right * Math.sin(roll) + up * Math.cos(roll),
    -Math.cos(aboutX) * Math.cos(aboutY),
  ];
}
