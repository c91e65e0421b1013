import { Database, Sealer } from '@argus/persistence';
import type { ServiceReplica } from '@argus/testing/services';
import { randomUUID } from 'node:crypto';
import { DESCRIPTOR_LENGTH, formerModel } from '../descriptor/descriptor-model.js';
import { sealDescriptors } from '../templates/template-codec.js';

/** Stores templates as a version of this service did whose descriptor model was the former one. */
export async function storeFormerTemplates(
  replica: ServiceReplica,
  gallery: string,
  people: ReadonlyMap<string, readonly Float32Array[]>,
): Promise<void> {
  const sealer = replica.get(Sealer);
  const rows = [...people].map(([subject, descriptors]) => {
    const identity = {
      id: randomUUID(),
      gallery,
      subject,
      model: formerModel.name,
      modelVersion: formerModel.version,
    };
    return { ...identity, sealed: sealDescriptors(sealer, identity, descriptors) };
  });
  await replica.get(Database).query(
    `INSERT INTO template (id, gallery, subject, model, model_version, sealed, position)
     SELECT id, $1, subject, $2, $3, sealed, (SELECT coalesce(max(position), 0) FROM template) + number
       FROM unnest($4::uuid[], $5::text[], $6::bytea[]) WITH ORDINALITY AS given (id, subject, sealed, number)`,
    [
      gallery,
      formerModel.name,
      formerModel.version,
      rows.map(({ id }) => id),
      rows.map(({ subject }) => subject),
      rows.map(({ sealed }) => Buffer.from(sealed)),
    ],
  );
}

/** dlib's descriptors of two people have a median similarity of 0.84; so have these of two seeds. */
const SPREAD = 0.135;

const anywhere: Float32Array = new Float32Array(DESCRIPTOR_LENGTH).fill(1 / Math.sqrt(DESCRIPTOR_LENGTH));

/** Returns a unit vector about a centre of length 1 that only the seed determines. */
export function syntheticDescriptor(seed: number, centre: Float32Array = anywhere): Float32Array {
  let state = seed;
  const random = () =>
    (state = (Math.imul(state ^ (state >>> 13), 1664525) + 1013904223) >>> 0) / 2 ** 32 - 0.5;
  const vector = centre.map((value) => value + SPREAD * random());
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
