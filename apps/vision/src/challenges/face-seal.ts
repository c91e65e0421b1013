import type { Sealer } from '@argus/persistence';
import { descriptorModel } from '../descriptor/descriptor-model.js';
import { openDescriptors, sealDescriptors, type TemplateIdentity } from '../templates/template-codec.js';

/** A sealed face opens only beside its own challenge and with the model that described it. */
const identityOf = (challengeId: string): TemplateIdentity => ({
  id: challengeId,
  gallery: 'liveness-challenge',
  subject: '',
  model: descriptorModel.name,
  modelVersion: descriptorModel.version,
});

export const sealFace = (
  sealer: Sealer,
  challengeId: string,
  descriptors: readonly Float32Array[],
): Uint8Array => sealDescriptors(sealer, identityOf(challengeId), descriptors);

export const openFace = (sealer: Sealer, challengeId: string, sealed: Uint8Array): Float32Array[] =>
  openDescriptors(sealer, identityOf(challengeId), sealed);
