import type { Sealer } from '@argus/persistence';
import { DESCRIPTOR_LENGTH } from '../descriptor/descriptor-model.js';

/** Associated data of a template's seal: a row that was moved, renamed or relabelled cannot be opened. */
export interface TemplateIdentity {
  readonly gallery: string;
  readonly subject: string;
  readonly id: string;
  readonly model: string;
  readonly modelVersion: string;
}

const BYTES_PER_NUMBER = 4;

/** Seals the descriptors of a person and overwrites the plain bytes. */
export function sealDescriptors(
  sealer: Sealer,
  identity: TemplateIdentity,
  descriptors: readonly Float32Array[],
): Uint8Array {
  const plain = new Uint8Array(descriptors.length * DESCRIPTOR_LENGTH * BYTES_PER_NUMBER);
  const view = new DataView(plain.buffer);
  let offset = 0;
  for (const descriptor of descriptors)
    for (const value of descriptor) {
      view.setFloat32(offset, value, true);
      offset += BYTES_PER_NUMBER;
    }
  try {
    return sealer.seal(plain, associatedData(identity));
  } finally {
    plain.fill(0);
  }
}

/** Returns the descriptors of a sealed template. Throws SealBroken if it was sealed for another identity. */
export function openDescriptors(
  sealer: Sealer,
  identity: TemplateIdentity,
  sealed: Uint8Array,
): Float32Array[] {
  const plain = sealer.open(sealed, associatedData(identity));
  const view = new DataView(plain.buffer, plain.byteOffset, plain.byteLength);
  // One array for all of them: a gallery of many people is opened at each start.
  const values = new Float32Array(Math.floor(plain.byteLength / BYTES_PER_NUMBER));
  for (let i = 0; i < values.length; i++) values[i] = view.getFloat32(i * BYTES_PER_NUMBER, true);
  const descriptors = Array.from({ length: values.length / DESCRIPTOR_LENGTH }, (_, i) =>
    values.subarray(i * DESCRIPTOR_LENGTH, (i + 1) * DESCRIPTOR_LENGTH),
  );
  plain.fill(0);
  return descriptors;
}

/** Returns a JSON list, because names may contain any separator. */
function associatedData({ gallery, subject, id, model, modelVersion }: TemplateIdentity): string {
  return JSON.stringify([gallery, subject, id, model, modelVersion]);
}
