import type { GraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import type { Picture } from '@argus/imaging';
import type { Detection } from '../detection/detection.js';
import { sampleCrop, zeroToOne } from '../sampling/sample-crop.js';
import { cropSquare, type SimilarityTransform } from '../sampling/similarity-transform.js';
import { angle, Mesh, MESH_POINT_COUNT, MESH_SIZE_PX } from './mesh.js';

/** Faces below this score are not analysed further, because alignment on a wrong mesh corrupts recognition. */
export const MIN_MESH_SCORE = 0.9;

/** The crop's edge as a multiple of the detected box, as the model was trained. */
const ENLARGEMENT = 1.5;
const CROP_VALUES = MESH_SIZE_PX * MESH_SIZE_PX * 3;

export interface FaceToMesh {
  readonly picture: Picture;
  readonly detection: Detection;
}

/** The mesh of a face and its crop: RGB floats 0 to 1, rotated so that the eyes are level. */
export interface MeshedFace {
  readonly mesh: Mesh;
  readonly crop: Float32Array;
}

/** MediaPipe FaceMesh. All faces of a call share one run of the model. */
export class FaceMesh {
  constructor(private readonly model: GraphModel) {}

  async fit(faces: readonly FaceToMesh[]): Promise<MeshedFace[]> {
    if (faces.length === 0) return [];
    const input = new Float32Array(faces.length * CROP_VALUES);
    const transforms = faces.map(({ picture, detection }, i) => {
      const toPicture = levelCrop(detection);
      sampleCrop(picture, toPicture, { sizePx: MESH_SIZE_PX, scaling: zeroToOne }, input, i * CROP_VALUES);
      return toPicture;
    });
    const { points, scores } = await this.run(input, faces.length);
    return transforms.map((toPicture, i) => ({
      mesh: new Mesh(
        points.slice(i * MESH_POINT_COUNT * 3, (i + 1) * MESH_POINT_COUNT * 3),
        toPicture,
        scores[i]!,
      ),
      crop: input.subarray(i * CROP_VALUES, (i + 1) * CROP_VALUES),
    }));
  }

  private async run(
    input: Float32Array,
    count: number,
  ): Promise<{ points: Float32Array; scores: Float32Array }> {
    const outputs = tf.tidy(() => {
      const batch = tf.tensor4d(input, [count, MESH_SIZE_PX, MESH_SIZE_PX, 3]);
      return this.model.execute(batch, ['output_mesh', 'output_faceflag']) as tf.Tensor[];
    });
    try {
      const [points, scores] = (await Promise.all(outputs.map((tensor) => tensor.data()))) as Float32Array[];
      if (!points || !scores) throw new Error('The outputs of the mesh model are not the expected ones');
      return { points, scores };
    } finally {
      tf.dispose(outputs);
    }
  }
}

function levelCrop({ box, rightEye, leftEye }: Detection): SimilarityTransform {
  const centre = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const edge = Math.max(box.width, box.height) * ENLARGEMENT;
  return cropSquare(centre, edge, angle(rightEye, leftEye), MESH_SIZE_PX);
}
