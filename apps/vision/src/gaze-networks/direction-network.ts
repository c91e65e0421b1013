import { normalise, type Vector3 } from '@argus/gaze-geometry';
import * as tf from '@tensorflow/tfjs-core';
import type { Iris } from '../mesh/iris.js';
import { headPose } from '../mesh/head-pose.js';
import { angle, distance, midpoint } from '../mesh/mesh.js';
import { sampleCrop } from '../sampling/sample-crop.js';
import { cropSquare } from '../sampling/similarity-transform.js';
import type { GazeReader, NetworkFace, NetworkGaze } from './network-gaze.js';
import { inputsOf, type RunnableModel } from './runnable-model.js';

const EYE_SIZE_PX = 60;
const EYE_VALUES = EYE_SIZE_PX * EYE_SIZE_PX * 3;
/** Edge of the eye crop as a multiple of the distance between the eye's corners. */
const ENLARGEMENT = 1.8;
const bytes = { scale: 1, mean: [0, 0, 0] } as const;

/**
 * A gaze network of the shape of gaze-estimation-adas-0002. Its inputs are both eyes, levelled, as 60×60 BGR bytes, and yaw, pitch
 * and roll of the head in degrees. Its output is a direction: x to the right of the picture, y up, z away from the camera.
 */
export class DirectionNetwork implements GazeReader {
  static readonly inputRanks = { left_eye_image: 4, right_eye_image: 4, head_pose_angles: 2 };
  private readonly channelsFirst: boolean;

  constructor(private readonly model: RunnableModel) {
    this.channelsFirst = inputsOf(model).left_eye_image![1] === 3;
  }

  /** Throws if the network does not return three numbers. */
  async check(): Promise<void> {
    await this.direct([new Float32Array(EYE_VALUES), new Float32Array(EYE_VALUES)], [0, 0]);
  }

  /* One face at a time: files of this network are made for one. */
  async look(faces: readonly NetworkFace[]): Promise<(NetworkGaze | null)[]> {
    const gazes: (NetworkGaze | null)[] = [];
    for (const face of faces) {
      const { right, left } = face.irises;
      const [rightTurn, leftTurn] = [turnOf(right), turnOf(left)];
      const eyes = [crop(face, right, rightTurn), crop(face, left, leftTurn)] as const;
      const { yawDegrees, pitchDegrees } = headPose((index) => face.mesh.at(index));
      const answer = await this.direct(eyes, [yawDegrees, pitchDegrees]);
      gazes.push(gazeOf(answer, (rightTurn + leftTurn) / 2));
    }
    return gazes;
  }

  private async direct(
    [right, left]: readonly [Float32Array, Float32Array],
    [yaw, pitch]: readonly [number, number],
  ): Promise<Vector3> {
    const output = tf.tidy(() =>
      this.model.run({
        left_eye_image: this.image(left),
        right_eye_image: this.image(right),
        /* The eyes are levelled, so the head has no roll. */
        head_pose_angles: tf.tensor2d([[yaw, pitch, 0]]),
      }),
    );
    try {
      const values = await output.data();
      if (values.length !== 3) throw new Error('The gaze model does not return three numbers');
      return [values[0]!, values[1]!, values[2]!];
    } finally {
      output.dispose();
    }
  }

  private image(values: Float32Array): tf.Tensor {
    const image = tf.tensor4d(values, [1, EYE_SIZE_PX, EYE_SIZE_PX, 3]);
    const bgr = tf.reverse(image, 3);
    return this.channelsFirst ? tf.transpose(bgr, [0, 3, 1, 2]) : bgr;
  }
}

/** Turn of the line between an eye's corners, which runs to the right of the picture in an upright face. */
function turnOf({ outerCorner, innerCorner }: Iris): number {
  const [first, second] =
    outerCorner.x <= innerCorner.x ? [outerCorner, innerCorner] : [innerCorner, outerCorner];
  return angle(first, second);
}

function crop({ picture }: NetworkFace, { outerCorner, innerCorner }: Iris, turn: number): Float32Array {
  const edge = distance(outerCorner, innerCorner) * ENLARGEMENT;
  const toPicture = cropSquare(midpoint(outerCorner, innerCorner), edge, turn, EYE_SIZE_PX);
  const values = new Float32Array(EYE_VALUES);
  sampleCrop(picture, toPicture, { sizePx: EYE_SIZE_PX, scaling: bytes }, values);
  return values;
}

/** Returns the gaze in camera axes, turned back by what levelled the eyes; null if the numbers are no direction. */
export function gazeOf([right, up, away]: Vector3, turn: number): NetworkGaze | null {
  const [x, y, z] = normalise([right, -up, away]);
  if (![x, y, z].every(Number.isFinite) || !(z < 0)) return null;
  const direction: Vector3 = [
    x * Math.cos(turn) - y * Math.sin(turn),
    x * Math.sin(turn) + y * Math.cos(turn),
    z,
  ];
  return { direction, features: [direction[0] / direction[2], -direction[1] / direction[2]] };
}
