import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { dataKeyPlace, Sealer, withClient } from '@argus/persistence';
import { wrappingKeys } from '@argus/service-kit';
import { databaseOf } from './installation.js';

export interface SigningPair {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** Returns a key with which a platform of this run signs access tokens, so that a test can forge tokens with a valid signature. */
export async function signingKeyOf(dataDirectory: string, kid: string): Promise<SigningPair> {
  const { rows } = await withClient(await databaseOf({ dataDirectory }), (client) =>
    client.query<{ private_key_sealed: Buffer; wrapped: Buffer }>(
      `SELECT private_key_sealed, wrapped FROM identity.signing_key, identity.data_key WHERE kid = $1 AND subject = ''`,
      [kid],
    ),
  );
  if (rows[0] === undefined) throw new Error(`No signing key ${kid}`);
  const settings = { DATA_DIR: dataDirectory, DATA_KEY_FILE: undefined };
  /* The label of identity's sealing key. */
  const wrapping = wrappingKeys(settings, 'auth-gateway')();
  const sealer = new Sealer(wrapping.open(rows[0].wrapped, dataKeyPlace('identity', '')));
  const privateKey = createPrivateKey(
    Buffer.from(sealer.open(rows[0].private_key_sealed, `signing-key/${kid}`)).toString(),
  );
  return { kid, privateKey, publicKey: createPublicKey(privateKey) };
}
