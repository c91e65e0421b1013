import type { Picture } from '@argus/imaging';
import type { GraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { leftEyePoints, rightEyePoints } from '../mesh/mesh-points.js';
import { angle, type Mesh } from '../mesh/mesh.js';
import { sampleCrop, zeroToOne } from '../sampling/sample-crop.js';
import { cropSquare } from '../sampling/similarity-transform.js';

const ANTI_SPOOF_SIZE_PX = 128;
const LIVENESS_SIZE_PX = 32;
/** Edge of the crop as a multiple of the mesh's longer side. */
const ENLARGEMENT = 1.4;

export interface PassiveScores {
  /** Score of the anti-spoof model, 0 (imitation) to 1 (real); null if it did not run. */
  readonly antiSpoof: number | null;
  /** Score of the liveness model, 0 to 1. */
  readonly liveness: number;
}

/**
 * Two small models that score one frame. Neither tells attacks from people (`npm run evaluate -- passive`), so their scores are
 * a hint at most. The anti-spoof model takes six times as long as the other.
 */
export class PassiveLiveness {
  constructor(
    private readonly antiSpoof: GraphModel,
    private readonly liveness: GraphModel,
  ) {}

  async score(
    faces: readonly { picture: Picture; mesh: Mesh }[],
    withAntiSpoof: boolean,
  ): Promise<PassiveScores[]> {
    if (faces.length === 0) return [];
    const antiSpoof = withAntiSpoof ? await this.run(this.antiSpoof, faces, ANTI_SPOOF_SIZE_PX) : undefined;
    const liveness = await this.run(this.liveness, faces, LIVENESS_SIZE_PX);
    const perFace = liveness.length / faces.length;
    return faces.map((_, i) => ({ antiSpoof: antiSpoof?.[i] ?? null, liveness: liveness[i * perFace]! }));
  }

  private async run(
    model: GraphModel,
    faces: readonly { picture: Picture; mesh: Mesh }[],
    sizePx: number,
  ): Promise<Float32Array> {
    const values = sizePx * sizePx * 3;
    const input = new Float32Array(faces.length * values);
    faces.forEach(({ picture, mesh }, i) => {
      const { x, y, width, height } = mesh.box();
      const centre = { x: x + width / 2, y: y + height / 2 };
      const rotation = angle(mesh.eyeCentre(rightEyePoints), mesh.eyeCentre(leftEyePoints));
      const toPicture = cropSquare(centre, Math.max(width, height) * ENLARGEMENT, rotation, sizePx);
      sampleCrop(picture, toPicture, { sizePx, scaling: zeroToOne }, input, i * values);
    });
    const output = tf.tidy(
      () => model.predict(tf.tensor4d(input, [faces.length, sizePx, sizePx, 3])) as tf.Tensor,
    );
    try {
      return (await output.data()) as Float32Array;
    } finally {
      output.dispose();
    }
  }
}
