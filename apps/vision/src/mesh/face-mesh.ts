import type { GraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import type { Picture } from '@argus/imaging';
import { areaOf, type Detection } from '../detection/detection.js';
import { sampleCrop, zeroToOne } from '../sampling/sample-crop.js';
import { cropSquare, type SimilarityTransform } from '../sampling/similarity-transform.js';
import { angle, Mesh, MESH_POINT_COUNT, MESH_SIZE_PX } from './mesh.js';

/** Faces below this score are not analysed further, because alignment on a wrong mesh corrupts recognition. */
export const MIN_MESH_SCORE = 0.9;

/** The crop's edge as a multiple of the detected box's geometric mean, so that the face fills it as in the model's training. */
const ENLARGEMENT = 1.45;
/** How far the crop's centre lies below the box's, as a share of its height: the box includes the forehead. */
const CENTRE_SHIFT = 0.025;
/** Radians. The detector's eyes hardly tilt with the head, so the mesh's own tilt is taken where they differ by more. */
const MAX_TILT = (3 * Math.PI) / 180;
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

/** MediaPipe FaceMesh. All faces of a call share one run of the model, and the tilted ones a second. */
export class FaceMesh {
  constructor(private readonly model: GraphModel) {}

  async fit(faces: readonly FaceToMesh[]): Promise<MeshedFace[]> {
    const meshed = await this.fitCrops(
      faces,
      faces.map(({ detection }) => levelCrop(detection, tiltOf(detection))),
    );
    const tilted = faces.flatMap((face, i) => {
      const tilt = meshed[i]!.mesh.tilt();
      return Math.abs(tilt - tiltOf(face.detection)) > MAX_TILT ? [{ i, face, tilt }] : [];
    });
    const levelled = await this.fitCrops(
      tilted.map(({ face }) => face),
      tilted.map(({ face, tilt }) => levelCrop(face.detection, tilt)),
    );
    tilted.forEach(({ i }, at) => (meshed[i] = levelled[at]!));
    return meshed;
  }

  private async fitCrops(
    faces: readonly FaceToMesh[],
    crops: readonly SimilarityTransform[],
  ): Promise<MeshedFace[]> {
    if (faces.length === 0) return [];
    const input = new Float32Array(faces.length * CROP_VALUES);
    faces.forEach(({ picture }, i) =>
      sampleCrop(picture, crops[i]!, { sizePx: MESH_SIZE_PX, scaling: zeroToOne }, input, i * CROP_VALUES),
    );
    const { points, scores } = await this.run(input, faces.length);
    return crops.map((toPicture, i) => ({
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

const tiltOf = ({ rightEye, leftEye }: Detection): number => angle(rightEye, leftEye);

function levelCrop({ box }: Detection, tilt: number): SimilarityTransform {
  const shift = CENTRE_SHIFT * box.height;
  const centre = {
    x: box.x + box.width / 2 - Math.sin(tilt) * shift,
    y: box.y + box.height / 2 + Math.cos(tilt) * shift,
  };
  return cropSquare(centre, Math.sqrt(areaOf(box)) * ENLARGEMENT, tilt, MESH_SIZE_PX);
}
