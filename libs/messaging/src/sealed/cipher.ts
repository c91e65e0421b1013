import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;

export interface Sealed {
  readonly content: Uint8Array;
  readonly tag: Buffer;
}

/** Encrypts the content and authenticates it with `beside` (AES-256-GCM, NIST SP 800-38D). */
export function seal(key: KeyObject, nonce: Uint8Array, content: Uint8Array, beside: string): Sealed {
  const cipher = createCipheriv(ALGORITHM, key, nonce);
  /* UTF-8: in Latin-1, two different texts could be the same bytes. */
  cipher.setAAD(Buffer.from(beside, 'utf8'));
  const sealed = cipher.update(content);
  cipher.final();
  return { content: sealed, tag: cipher.getAuthTag() };
}

/** Reverses `seal`. Throws if anything differs from what was sealed. */
export function unseal(
  key: KeyObject,
  nonce: Uint8Array,
  { content, tag }: Sealed,
  beside: string,
): Uint8Array {
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(beside, 'utf8'));
  decipher.setAuthTag(tag);
  const opened = decipher.update(content);
  decipher.final();
  return opened;
}

const pool = new Uint8Array(NONCE_BYTES * 341);
let used = pool.length;

/** Returns a random nonce. Many are drawn at once, since one alone costs half as much as a seal. */
export function randomNonce(): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  return pool.slice(used, (used += NONCE_BYTES));
}

/** Returns a number as nonce. */
export function numberedNonce(number: number): Uint8Array {
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeUIntBE(number, NONCE_BYTES - 6, 6);
  return nonce;
}
