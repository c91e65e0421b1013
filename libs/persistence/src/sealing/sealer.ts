import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

const VERSION = 1;
const KEY_BYTES = 32;
const KEY_ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + KEY_ID_BYTES + NONCE_BYTES;

/** The sealed bytes were changed, were bound to another place, or need an unknown key. */
export class SealBroken extends Error {
  constructor(options?: ErrorOptions) {
    super('Sealed data does not open: another key, another place or changed bytes', options);
    this.name = 'SealBroken';
  }
}

/**
 * Authenticated encryption of single values at rest: AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce.
 * Envelope: version (1 byte), key id (4), nonce (12), ciphertext, tag (16). `boundTo` names the place of a value and
 * is authenticated with it, so nobody can move a row to another person.
 */
export class Sealer {
  /** By the id in hexadecimal. Key objects, because Node takes three times as long to seal with the bytes of a key. */
  private readonly keys: ReadonlyMap<string, KeyObject>;
  /** By key id and purpose. Purposes are constants of the program, so the map stays small. */
  private readonly macKeys = new Map<string, KeyObject>();
  private readonly currentId: Buffer;

  /** The first key seals; older ones only open. */
  constructor(key: Uint8Array, olderKeys: readonly Uint8Array[] = []) {
    for (const each of [key, ...olderKeys]) {
      if (each.length !== KEY_BYTES)
        throw new Error(`A sealing key has ${KEY_BYTES} bytes, not ${each.length}`);
    }
    this.keys = new Map(
      [...olderKeys, key].map((each) => [keyId(each).toString('hex'), createSecretKey(each)]),
    );
    this.currentId = keyId(key);
  }

  /** Second to fifth byte of all that this sealer seals. */
  get keyId(): Uint8Array {
    return this.currentId;
  }

  seal(plain: Uint8Array, boundTo: string): Uint8Array {
    const nonce = randomBytes(NONCE_BYTES);
    const header = Buffer.concat([Buffer.of(VERSION), this.currentId, nonce]);
    const cipher = createCipheriv('aes-256-gcm', this.keys.get(this.currentId.toString('hex'))!, nonce);
    cipher.setAAD(Buffer.concat([header, Buffer.from(boundTo)]));
    return Buffer.concat([header, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  }

  open(sealed: Uint8Array, boundTo: string): Uint8Array {
    const envelope = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    const header = envelope.subarray(0, HEADER_BYTES);
    const key = this.keys.get(header.subarray(1, 1 + KEY_ID_BYTES).toString('hex'));
    if (envelope.length < HEADER_BYTES + TAG_BYTES || header[0] !== VERSION || key === undefined)
      throw new SealBroken();
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, header.subarray(1 + KEY_ID_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(Buffer.concat([header, Buffer.from(boundTo)]));
      decipher.setAuthTag(envelope.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(envelope.subarray(HEADER_BYTES, -TAG_BYTES)), decipher.final()]);
    } catch (error) {
      throw new SealBroken({ cause: error });
    }
  }

  /** Returns a 32-byte tag that only holders of the key can make: HMAC-SHA-256, with a derived key per purpose. */
  mac(data: Uint8Array, purpose: string): Uint8Array {
    return createHmac('sha256', this.macKey(this.currentId.toString('hex'), purpose))
      .update(data)
      .digest();
  }

  /** Returns true if the tag was made for this data and purpose, with the current key or an older one. */
  isMac(tag: Uint8Array, data: Uint8Array, purpose: string): boolean {
    return [...this.keys.keys()].some((id) => {
      const made = createHmac('sha256', this.macKey(id, purpose)).update(data).digest();
      return made.length === tag.length && timingSafeEqual(made, tag);
    });
  }

  private macKey(id: string, purpose: string): KeyObject {
    const name = `${id}/${purpose}`;
    let derived = this.macKeys.get(name);
    if (!derived) {
      const bytes = hkdfSync('sha256', this.keys.get(id)!, new Uint8Array(), `mac/${purpose}`, KEY_BYTES);
      derived = createSecretKey(new Uint8Array(bytes));
      this.macKeys.set(name, derived);
    }
    return derived;
  }
}

const keyId = (key: Uint8Array): Buffer =>
  createHash('sha256').update('argus-key-id').update(key).digest().subarray(0, KEY_ID_BYTES);
