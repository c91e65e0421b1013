import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { Sealer, withClient } from '@argus/persistence';
import { keyOfService, readDataKey } from '@argus/service-kit';
import { databaseOf } from './installation.js';

export interface SigningPair {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** Returns a key with which a platform of this run signs access tokens, so that a test can forge tokens with a valid signature. */
export async function signingKeyOf(dataDirectory: string, kid: string): Promise<SigningPair> {
  const { rows } = await withClient(await databaseOf({ dataDirectory }), (client) =>
    client.query<{ private_key_sealed: Buffer }>(
      'SELECT private_key_sealed FROM identity.signing_key WHERE kid = $1',
      [kid],
    ),
  );
  if (rows[0] === undefined) throw new Error(`No signing key ${kid}`);
  const { key } = readDataKey({ DATA_DIR: dataDirectory, DATA_KEY_FILE: undefined });
  /* The label of identity's sealing key. */
  const sealer = new Sealer(keyOfService(key, 'auth-gateway'));
  const privateKey = createPrivateKey(
    Buffer.from(sealer.open(rows[0].private_key_sealed, `signing-key/${kid}`)).toString(),
  );
  return { kid, privateKey, publicKey: createPublicKey(privateKey) };
}
