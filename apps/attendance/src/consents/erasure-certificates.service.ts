import { Sealer } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';

/** What a certificate says. */
export interface ErasureStatement {
  readonly withdrawal: string;
  readonly employee_id: string;
  readonly purpose: string;
  readonly requested_at: string;
  readonly destroyed_at: string;
}

/** PKCS 8 before the 32 bytes of an Ed25519 key (RFC 8410). */
const ED25519_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/**
 * Signs that something was destroyed (JWS, EdDSA). The key is derived from that of the service, so it is the same on every replica and
 * after a restore, and stands nowhere.
 */
@Injectable()
export class ErasureCertificates {
  readonly #key: KeyObject;

  constructor(sealer: Sealer) {
    const seed = sealer.mac(new Uint8Array(), 'erasure-certificate');
    this.#key = createPrivateKey({ key: Buffer.concat([ED25519_HEAD, seed]), format: 'der', type: 'pkcs8' });
  }

  /** The public key as a JWK. */
  publicKey(): { readonly kty: string; readonly crv: string; readonly x: string; readonly alg: string } {
    const { kty, crv, x } = createPublicKey(this.#key).export({ format: 'jwk' });
    return { kty: kty!, crv: crv!, x: x!, alg: 'EdDSA' };
  }

  certify(statement: ErasureStatement): string {
    const told = {
      ...statement,
      statement:
        'The face templates of this person, and enrolments that waited, were destroyed in every replica.',
    };
    const signed = `${encoded({ alg: 'EdDSA', typ: 'JWT' })}.${encoded(told)}`;
    return `${signed}.${sign(null, Buffer.from(signed), this.#key).toString('base64url')}`;
  }
}
