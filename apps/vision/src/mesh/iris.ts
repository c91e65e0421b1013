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
/** Edge of the eye crop as a multiple of the distance between the eye's corners, as in the model's training. */
const ENLARGEMENT = 2.3;
/** Points per eye in the output: 71 of the contour, then centre, right, top, left and bottom of the iris. */
const POINTS_PER_EYE = 76;
const IRIS_CENTRE = 71;
const IRIS_RIM = [72, 73, 74, 75];
/** Points of the eye's contour. */
const OUTER_CORNER = 0;
const INNER_CORNER = 8;
/** Opposite points of the contour on the lower and the upper lid. */
const LIDS = [
  [3, 11],
  [4, 12],
  [5, 13],
] as const;

export interface Iris {
  /** In pixels of the picture. */
  readonly centre: Point;
  /** Right, top, left and bottom as seen in the picture. */
  readonly rim: readonly Point[];
  readonly radiusPx: number;
  /** Horizontal width between the rims, which lids seldom cover. */
  readonly widthPx: number;
  /** Corner of the lids, from the iris model because it treats both eyes alike and the mesh does not. */
  readonly outerCorner: Point;
  readonly innerCorner: Point;
  /** Height divided by width between the lids: about 0.3 when open, below 0.15 when closed. */
  readonly eyeOpenness: number;
}

export interface Irises {
  readonly right: Iris;
  readonly left: Iris;
}

/** MediaPipe Iris. All eyes of a call share one run. The model knows only right eyes, so left ones are mirrored. */
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
    const at = (eye * POINTS_PER_EYE + index) * 3;
    return { x: mirrored ? EYE_SIZE_PX - values[at]! : values[at]!, y: values[at + 1]! };
  };
  const centre = point(IRIS_CENTRE);
  const [right, top, left, bottom] = IRIS_RIM.map(point) as [Point, Point, Point, Point];
  const rim = mirrored ? [left, top, right, bottom] : [right, top, left, bottom];
  const radius = rim.reduce((sum, edge) => sum + distance(centre, edge), 0) / rim.length;
  const scale = scaleOf(toPicture);
  const outer = point(OUTER_CORNER);
  const inner = point(INNER_CORNER);
  const opening = LIDS.reduce((sum, [lower, upper]) => sum + distance(point(lower), point(upper)), 0);
  return {
    centre: apply(toPicture, centre),
    rim: rim.map((edge) => apply(toPicture, edge)),
    outerCorner: apply(toPicture, outer),
    innerCorner: apply(toPicture, inner),
    radiusPx: radius * scale,
    widthPx: distance(right, left) * scale,
    eyeOpenness: opening / LIDS.length / distance(outer, inner),
  };
}
