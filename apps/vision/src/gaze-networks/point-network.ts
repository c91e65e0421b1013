import {
  type Matrix3,
  mmOfFraction,
  nominalFrame,
  normalise,
  pointInCamera,
  rotationOf,
  scale,
  type Screen,
  subtract,
  type Vector3,
} from '@argus/gaze-geometry';
import * as tf from '@tensorflow/tfjs-core';
import { eyeStrip, STRIP_HEIGHT_PX, STRIP_VALUES, STRIP_WIDTH_PX } from './eye-strip.js';
import type { GazeReader, NetworkFace, NetworkGaze } from './network-gaze.js';
import type { RunnableModel } from './runnable-model.js';

/**
 * The screen on which such a network's points lie: that of a notebook of 15.6 inches with its camera above the middle. Not the
 * user's screen: the network answers fractions of an average one.
 */
const nominalScreen: Screen = {
  widthPx: 1920,
  heightPx: 1080,
  widthMm: 344,
  heightMm: 194,
  sizeSource: 'estimated',
  cameraPosition: 'top-center',
  viewingDistanceMm: 600,
};
const frame = nominalFrame(nominalScreen);

/**
 * A gaze network of the BlazeGaze kind. Its inputs are the strip of both eyes, the direction of the face and its position in
 * centimetres. Its output is a point on an average screen, as fractions from the middle: x right, y down.
 */
export class PointNetwork implements GazeReader {
  static readonly inputRanks = { image: 4, head_vector: 2, face_origin_3d: 2 };

  constructor(private readonly model: RunnableModel) {}

  /** Throws if the network does not return two numbers per face. */
  async check(): Promise<void> {
    await this.points(new Float32Array(STRIP_VALUES), [[0, 0, -1]], [[0, 0, 60]]);
  }

  async look(faces: readonly NetworkFace[]): Promise<(NetworkGaze | null)[]> {
    const strips = new Float32Array(faces.length * STRIP_VALUES);
    faces.forEach(({ picture, mesh }, i) => eyeStrip(picture, mesh, strips, i * STRIP_VALUES));
    const points = await this.points(
      strips,
      faces.map(({ headRotation }) => headVector(rotationOf(headRotation))),
      faces.map(({ headTranslation }) => scale(headTranslation, 0.1)),
    );
    return points.map((point, i) => gazeTo(point, faces[i]!.origin));
  }

  private async points(
    strips: Float32Array,
    headVectors: readonly Vector3[],
    originsCm: readonly Vector3[],
  ): Promise<(readonly [number, number])[]> {
    const count = headVectors.length;
    const output = tf.tidy(() =>
      this.model.run({
        image: tf.tensor4d(strips, [count, STRIP_HEIGHT_PX, STRIP_WIDTH_PX, 3]),
        head_vector: tf.tensor2d(headVectors.flat(), [count, 3]),
        face_origin_3d: tf.tensor2d(originsCm.flat(), [count, 3]),
      }),
    );
    try {
      const values = await output.data();
      if (values.length !== count * 2) throw new Error('The gaze model does not return two numbers per face');
      return headVectors.map((_, i) => [values[i * 2]!, values[i * 2 + 1]!]);
    } finally {
      output.dispose();
    }
  }
}

/** Returns the gaze from an eye to a point of the nominal screen; null if the point is none. */
export function gazeTo([x, y]: readonly [number, number], origin: Vector3): NetworkGaze | null {
  const point = pointInCamera(frame, mmOfFraction(nominalScreen, { x: x + 0.5, y: y + 0.5 }));
  const direction = normalise(subtract(point, origin));
  return direction.every(Number.isFinite) ? { direction, features: [x, y] } : null;
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
