import { createPrivateKey, type KeyObject, randomUUID, sign } from 'node:crypto';
import { fromSeed } from '@nats-io/nkeys';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/* RFC 8410: what stands before the 32 bytes of an Ed25519 key. */
const PKCS8_HEADER = Buffer.from('302e020100300506032b657004220420', 'hex');
const [SEED_START, SEED_END] = [2, 34];

/** Signs the tokens that nats-server believes, as the account whose seed it has. */
export class TokenIssuer {
  readonly publicKey: string;
  /* The client's own signatures cost 5.7 ms instead of 0.04 (ADR 77). */
  readonly #key: KeyObject;

  constructor(seed: string) {
    this.publicKey = fromSeed(new TextEncoder().encode(seed)).getPublicKey();
    const raw = base32(seed).subarray(SEED_START, SEED_END);
    this.#key = createPrivateKey({ key: Buffer.concat([PKCS8_HEADER, raw]), format: 'der', type: 'pkcs8' });
  }

  sign(claims: object): string {
    const issued = { jti: randomUUID(), iat: Math.floor(Date.now() / 1000), iss: this.publicKey, ...claims };
    const text = `${part({ typ: 'JWT', alg: 'ed25519-nkey' })}.${part(issued)}`;
    return `${text}.${sign(null, Buffer.from(text), this.#key).toString('base64url')}`;
  }
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** RFC 4648, without padding. */
function base32(text: string): Buffer {
  const bits = [...text].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
}
