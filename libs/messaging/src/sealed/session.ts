import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';

export const SALT_BYTES = 16;
const KEY_BYTES = 32;

/** The keys of one process for its calls of one service. */
export interface SessionKeys {
  readonly request: KeyObject;
  readonly reply: KeyObject;
}

/**
 * Derives the keys of a process from the key of its service and a salt of its own: replicas share the service's key, and two of them must
 * not use one nonce with one key.
 */
export function sessionKeys(key: Uint8Array, salt: Uint8Array): SessionKeys {
  const derive = (purpose: string): KeyObject =>
    createSecretKey(new Uint8Array(hkdfSync('sha256', key, salt, `argus/bus/${purpose}`, KEY_BYTES)));
  return { request: derive('request'), reply: derive('reply') };
}

/* NIST SP 800-38D allows 2^32 random nonces for a key; replies have such. */
const MAX_CALLS = 2 ** 32;

/** The caller's end of a session. */
export class CallerSession {
  readonly salt = randomBytes(SALT_BYTES).toString('base64url');
  readonly keys: SessionKeys;
  #last = 0;

  constructor(key: Uint8Array) {
    this.keys = sessionKeys(key, Buffer.from(this.salt, 'base64url'));
  }

  /** Whether its keys were used so often that the process needs a new session. */
  get isSpent(): boolean {
    return this.#last >= MAX_CALLS;
  }

  /** Returns a number that no other call of the session has. */
  next(): number {
    return ++this.#last;
  }
}
