import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';

/**
 * A stream sealed with a passphrase: a head, then chunks of AES-256-GCM whose nonces count up and whose last one is marked. A chunk that
 * is changed, moved, doubled or missing, and a cut end, do not open.
 *
 * Head: magic (8), log2 N, r, p (1 each), salt (32), prefix of the nonces (7). Chunk: length (4), ciphertext, tag (16).
 */
const MAGIC = Buffer.from('ARGUSBK1');
const HEAD_BYTES = MAGIC.length + 3 + 32 + 7;
const CHUNK_BYTES = 1024 * 1024;
const TAG_BYTES = 16;
/* 128 MiB and some 0.4 s for each guess. */
const COST = { logN: 17, r: 8, p: 1 };

/** The archive is not one, is damaged, or the passphrase is another. */
export class SealedArchiveError extends Error {
  override readonly name = 'SealedArchiveError';
}

const derive = promisify<string, Uint8Array, number, object, Buffer>(scrypt);

function keyOf(passphrase: string, head: Buffer): Promise<Buffer> {
  const [logN = 0, r = 0, p = 0] = head.subarray(MAGIC.length);
  /* A head is not trusted: it must not make this machine spend its memory. */
  if (logN < 10 || logN > 20 || r !== COST.r || p !== COST.p)
    throw new SealedArchiveError('The head of the archive is damaged.');
  const salt = head.subarray(MAGIC.length + 3, MAGIC.length + 35);
  const N = 2 ** logN;
  return derive(passphrase.normalize('NFC'), salt, 32, { N, r, p, maxmem: 256 * N * r });
}

function nonce(head: Buffer, count: number, isLast: boolean): Buffer {
  const value = Buffer.alloc(12);
  head.copy(value, 0, HEAD_BYTES - 7);
  value.writeUInt32BE(count, 7);
  value[11] = isLast ? 1 : 0;
  return value;
}

/** Seals a stream of bytes. */
export async function* seal(plain: AsyncIterable<Uint8Array>, passphrase: string): AsyncGenerator<Buffer> {
  const cost = Buffer.from([COST.logN, COST.r, COST.p]);
  const head = Buffer.concat([MAGIC, cost, randomBytes(32), randomBytes(7)]);
  const key = await keyOf(passphrase, head);
  yield head;
  let count = 0;
  const sealed = (chunk: Buffer, isLast: boolean): Buffer => {
    const cipher = createCipheriv('aes-256-gcm', key, nonce(head, count++, isLast)).setAAD(head);
    const body = Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(body.length);
    return Buffer.concat([length, body]);
  };
  let waiting = Buffer.alloc(0);
  for await (const bytes of plain) {
    waiting = Buffer.concat([waiting, bytes]);
    while (waiting.length > CHUNK_BYTES) {
      yield sealed(waiting.subarray(0, CHUNK_BYTES), false);
      waiting = waiting.subarray(CHUNK_BYTES);
    }
  }
  yield sealed(waiting, true);
}

/** Opens a sealed stream chunk by chunk; what it yields is authentic, and its end is the true end. @throws SealedArchiveError */
export async function* open(sealed: AsyncIterable<Uint8Array>, passphrase: string): AsyncGenerator<Buffer> {
  const reader = new ByteReader(sealed);
  const head = await reader.read(HEAD_BYTES);
  if (!head?.subarray(0, MAGIC.length).equals(MAGIC))
    throw new SealedArchiveError('This is no archive of npm run backup.');
  const key = await keyOf(passphrase, head);
  for (let count = 0; ; count++) {
    const length = (await reader.read(4))?.readUInt32BE() ?? 0;
    if (length < TAG_BYTES || length > CHUNK_BYTES + TAG_BYTES) throw broken(count);
    const body = await reader.read(length);
    if (body === undefined) throw broken(count);
    const isLast = await reader.isAtEnd();
    const decipher = createDecipheriv('aes-256-gcm', key, nonce(head, count, isLast)).setAAD(head);
    decipher.setAuthTag(body.subarray(-TAG_BYTES));
    try {
      yield Buffer.concat([decipher.update(body.subarray(0, -TAG_BYTES)), decipher.final()]);
    } catch {
      throw broken(count);
    }
    if (isLast) return;
  }
}

const broken = (count: number): SealedArchiveError =>
  new SealedArchiveError(
    count === 0
      ? 'The archive does not open: the passphrase is wrong, or the archive is damaged.'
      : `The archive is damaged or cut off after ${count} MiB.`,
  );

/** Reads exact numbers of bytes from a stream of pieces of any size. */
export class ByteReader {
  private readonly pieces: AsyncIterator<Uint8Array, undefined>;
  private held = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Uint8Array>) {
    this.pieces = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>;
  }

  /** Undefined when fewer bytes are left. */
  async read(length: number): Promise<Buffer | undefined> {
    const parts = [this.held];
    let have = this.held.length;
    while (have < length) {
      const { done, value } = await this.pieces.next();
      if (done) return undefined;
      parts.push(Buffer.from(value));
      have += value.length;
    }
    const all = Buffer.concat(parts);
    this.held = all.subarray(length);
    return all.subarray(0, length);
  }

  async isAtEnd(): Promise<boolean> {
    while (this.held.length === 0) {
      const { done, value } = await this.pieces.next();
      if (done) return true;
      this.held = Buffer.from(value);
    }
    return false;
  }
}
