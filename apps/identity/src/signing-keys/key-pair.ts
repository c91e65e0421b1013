import { accessTokens } from '@argus/contracts';
import type { Sealer } from '@argus/persistence';
import { calculateJwkThumbprint, exportJWK, exportPKCS8, generateKeyPair, importPKCS8 } from 'jose';
import type { SigningKey } from './signing-key.entity.js';

const { algorithm } = accessTokens;

/** An imported private key. */
export type PrivateKey = Awaited<ReturnType<typeof importPKCS8>>;

const boundTo = (kid: string): string => `signing-key/${kid}`;

/** Generates a key pair. The private key leaves this function only sealed. */
export async function makeKeyPair(
  sealer: Sealer,
): Promise<Pick<SigningKey, 'kid' | 'publicJwk' | 'privateKeySealed'>> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const { x = '', y = '' } = await exportJWK(publicKey);
  const jwk = { kty: 'EC', crv: 'P-256', x, y };
  const kid = await calculateJwkThumbprint(jwk);
  const pkcs8 = Buffer.from(await exportPKCS8(privateKey));
  return {
    kid,
    publicJwk: { ...jwk, kid, alg: algorithm, use: 'sig' },
    privateKeySealed: sealer.seal(pkcs8, boundTo(kid)),
  };
}

/** @throws Error if the seal does not match: wrong data key, or a changed row */
export function openPrivateKey(sealer: Sealer, key: SigningKey): Promise<PrivateKey> {
  const pkcs8 = Buffer.from(sealer.open(key.privateKeySealed, boundTo(key.kid)));
  return importPKCS8(pkcs8.toString(), algorithm);
}
