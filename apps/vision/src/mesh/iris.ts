import type { GraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import type { Picture } from '@argus/imaging';
import { sampleCrop, zeroToOne } from '../sampling/sample-crop.js';
import {
  apply,
  cropSquare,
  scaleOf,
  type Point,
  type SimilarityTransform,
} from '../sampling/similarity-transform.js';
import { leftEyePoints, rightEyePoints, type EyePoints } from './mesh-points.js';
import { angle, distance, midpoint, type Mesh } from './mesh.js';

const EYE_SIZE_PX = 64;
const EYE_VALUES = EYE_SIZE_PX * EYE_SIZE_PX * 3;
/** The eye crop's edge as a multiple of the distance between the eye's corners, as the model was trained. */
const ENLARGEMENT = 2.3;
/** Points per eye in the output: 71 of the contour, then centre, right, top, left and bottom of the iris. */
const POINTS = 76;
const IRIS_CENTRE = 71;

export interface Iris {
  /** In pixels of the picture. */
  readonly centre: Point;
  readonly radiusPx: number;
}

export interface Irises {
  readonly right: Iris;
  readonly left: Iris;
}

/** MediaPipe Iris; both eyes of all faces of a call in one run of the model, which knows right eyes only. */
export class IrisModel {
  constructor(private readonly model: GraphModel) {}

  async locate(faces: readonly { picture: Picture; mesh: Mesh }[]): Promise<Irises[]> {
    if (faces.length === 0) return [];
    const input = new Float32Array(faces.length * 2 * EYE_VALUES);
    const transforms = faces.flatMap(({ picture, mesh }, i) =>
      [rightEyePoints, leftEyePoints].map((eye, side) => {
        const toPicture = eyeCrop(mesh, eye);
        const options = { sizePx: EYE_SIZE_PX, scaling: zeroToOne, mirrored: side === 1 };
        sampleCrop(picture, toPicture, options, input, (i * 2 + side) * EYE_VALUES);
        return toPicture;
      }),
    );
    const output = tf.tidy(
      () =>
        this.model.predict(tf.tensor4d(input, [faces.length * 2, EYE_SIZE_PX, EYE_SIZE_PX, 3])) as tf.Tensor,
    );
    try {
      const values = (await output.data()) as Float32Array;
      return faces.map((_, i) => ({
        right: readIris(values, i * 2, transforms[i * 2]!, false),
        left: readIris(values, i * 2 + 1, transforms[i * 2 + 1]!, true),
      }));
    } finally {
      output.dispose();
    }
  }
}

function eyeCrop(mesh: Mesh, eye: EyePoints): SimilarityTransform {
  const corners = [mesh.at(eye.outerCorner), mesh.at(eye.innerCorner)] as const;
  const [first, second] = corners[0].x <= corners[1].x ? corners : [corners[1], corners[0]];
  return cropSquare(
    midpoint(first, second),
    distance(first, second) * ENLARGEMENT,
    angle(first, second),
    EYE_SIZE_PX,
  );
}

function readIris(
  values: Float32Array,
  eye: number,
  toPicture: SimilarityTransform,
  mirrored: boolean,
): Iris {
  const point = (index: number): Point => {
    const at = (eye * POINTS + index) * 3;
    return { x: mirrored ? EYE_SIZE_PX - values[at]! : values[at]!, y: values[at + 1]! };
  };
  const centre = point(IRIS_CENTRE);
  const rim = [1, 2, 3, 4].map((offset) => distance(centre, point(IRIS_CENTRE + offset)));
  const radius = rim.reduce((sum, length) => sum + length, 0) / rim.length;
  return { centre: apply(toPicture, centre), radiusPx: radius * scaleOf(toPicture) };
}
