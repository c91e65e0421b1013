import type { PixelScaling } from '../sampling/sample-crop.js';
import type { ReferenceFace } from './reference-face.js';

/** A network that describes faces cut out and aligned by its reference. */
export interface DescriptorNetwork {
  readonly reference: ReferenceFace;
  readonly scaling: PixelScaling;
  /** Takes `count` crops one after the other, RGB. Returns `count` × 128 values of any length. */
  run(crops: Float32Array, count: number): Promise<Float32Array>;
}
