import type { Picture } from '@argus/imaging';
import type { Mesh } from '../mesh/mesh.js';
import { sampleCrop } from '../sampling/sample-crop.js';
import { DESCRIPTOR_LENGTH } from './descriptor-model.js';
import type { DescriptorNetwork } from './descriptor-network.js';
import { alignedCrop } from './reference-face.js';

/** Describes faces by unit vectors. Their cosine is the similarity of two faces. */
export class FaceDescriptor {
  constructor(private readonly network: DescriptorNetwork) {}

  async describe(faces: readonly { picture: Picture; mesh: Mesh }[]): Promise<Float32Array[]> {
    if (faces.length === 0) return [];
    const { reference, scaling } = this.network;
    const { sizePx } = reference;
    const cropValues = sizePx * sizePx * 3;
    const crops = new Float32Array(faces.length * cropValues);
    faces.forEach(({ picture, mesh }, i) =>
      sampleCrop(picture, alignedCrop(reference, mesh), { sizePx, scaling }, crops, i * cropValues),
    );
    const values = await this.network.run(crops, faces.length);
    return faces.map((_, i) => unit(values.slice(i * DESCRIPTOR_LENGTH, (i + 1) * DESCRIPTOR_LENGTH)));
  }
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
