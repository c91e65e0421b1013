import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { ByteReader, SealedArchiveError } from './sealed-chunks.js';

/** What stands in an archive: `place` is the folder of the data, that of the cluster, or a note about the archive. */
export interface ArchiveEntry {
  readonly place: 'note' | 'data' | 'cluster';
  readonly path: string;
  readonly kind: 'file' | 'folder';
  readonly mode: number;
}

export interface SourceEntry extends ArchiveEntry {
  /** A path, or the content; nothing for a folder. */
  readonly source?: string | Uint8Array;
}

const MAX_HEAD_BYTES = 64 * 1024;
const MAX_PIECE_BYTES = 16 * 1024 * 1024;
const SHA256_BYTES = 32;

/** Returns the bytes of entries: a head, pieces of content, an empty piece, its SHA-256; at the end an empty head. */
export async function* bytesOf(entries: AsyncIterable<SourceEntry>): AsyncGenerator<Buffer> {
  for await (const { source, ...entry } of entries) {
    const hash = createHash('sha256');
    yield framed(Buffer.from(JSON.stringify(entry)));
    if (source !== undefined)
      for await (const piece of piecesOf(source)) {
        hash.update(piece);
        yield framed(piece);
      }
    yield framed(Buffer.alloc(0));
    yield hash.digest();
  }
  yield framed(Buffer.alloc(0));
}

function framed(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

async function* piecesOf(source: string | Uint8Array): AsyncGenerator<Uint8Array> {
  if (typeof source !== 'string') return void (source.length > 0 && (yield source));
  try {
    for await (const piece of createReadStream(source, { highWaterMark: 1024 * 1024 })) yield piece as Buffer;
  } catch (error) {
    /* A dropped relation: the log that follows drops it again. */
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** Receives the entries of an archive in their order. */
export interface EntrySink {
  begin(entry: ArchiveEntry): Promise<void>;
  piece(bytes: Buffer): Promise<void>;
  end(): Promise<void>;
}

/** Reads entries and compares their checksums. @throws SealedArchiveError */
export async function readEntries(bytes: AsyncIterable<Uint8Array>, sink: EntrySink): Promise<number> {
  const reader = new ByteReader(bytes);
  const need = async (length: number): Promise<Buffer> => {
    const read = await reader.read(length);
    if (read === undefined) throw new SealedArchiveError('The archive ends too early.');
    return read;
  };
  const frame = async (maxBytes: number): Promise<Buffer> => {
    const length = (await need(4)).readUInt32BE();
    if (length > maxBytes) throw new SealedArchiveError('The archive is damaged.');
    return need(length);
  };
  for (let count = 0; ; count++) {
    const head = await frame(MAX_HEAD_BYTES);
    if (head.length === 0) return count;
    const entry = JSON.parse(head.toString()) as ArchiveEntry;
    assertInside(entry.path);
    await sink.begin(entry);
    const hash = createHash('sha256');
    for (let piece = await frame(MAX_PIECE_BYTES); piece.length > 0; piece = await frame(MAX_PIECE_BYTES)) {
      hash.update(piece);
      await sink.piece(piece);
    }
    await sink.end();
    if (!hash.digest().equals(await need(SHA256_BYTES)))
      throw new SealedArchiveError(`${entry.path} has another checksum than when it was copied.`);
  }
}

/** Whoever knows the passphrase may have made the archive: it writes nowhere else. */
function assertInside(path: string): void {
  const words = path.split('/');
  if (path.includes('\0') || path.includes('\\') || words.some((word) => ['', '.', '..'].includes(word)))
    throw new SealedArchiveError(`The archive holds a path that leads elsewhere: ${JSON.stringify(path)}.`);
}
