import type { Picture } from '@argus/imaging';
import type { Mesh } from '../mesh/mesh.js';
import { sampleCrop, type PixelScaling } from '../sampling/sample-crop.js';
import { chipTransform, CHIP_SIZE_PX } from './face-chip.js';
import { DESCRIPTOR_LENGTH } from './descriptor-model.js';
import type { ResidualNetwork } from './residual-network.js';

/** Normalisation of dlib's `input_rgb_image_sized`. */
const dlibScaling: PixelScaling = { scale: 1 / 256, mean: [122.782, 117.001, 104.298] };
const CHIP_VALUES = CHIP_SIZE_PX * CHIP_SIZE_PX * 3;

/** Describes faces by unit vectors. Their cosine is the similarity of two faces. */
export class FaceDescriptor {
  constructor(private readonly network: ResidualNetwork) {}

  async describe(faces: readonly { picture: Picture; mesh: Mesh }[]): Promise<Float32Array[]> {
    if (faces.length === 0) return [];
    const chips = new Float32Array(faces.length * CHIP_VALUES);
    faces.forEach(({ picture, mesh }, i) => {
      const options = { sizePx: CHIP_SIZE_PX, scaling: dlibScaling };
      sampleCrop(picture, chipTransform(mesh), options, chips, i * CHIP_VALUES);
    });
    const values = await this.network.run(chips, faces.length);
    return faces.map((_, i) => unit(values.slice(i * DESCRIPTOR_LENGTH, (i + 1) * DESCRIPTOR_LENGTH)));
  }
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
