import { deflateRawSync } from 'node:zlib';

const LOCAL_HEADER = 0x04034b50;
const ENTRY = 0x02014b50;
const END = 0x06054b50;

/** Returns a ZIP archive without checksums, as APPNOTE 6.3 lays it out. Every other file is stored, the rest is compressed. */
export function zipArchive(files: ReadonlyMap<string, Uint8Array>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  const lengthOf = (buffers: readonly Buffer[]) => buffers.reduce((sum, { length }) => sum + length, 0);
  [...files].forEach(([name, content], i) => {
    const method = i % 2 === 0 ? 8 : 0;
    const packed = method === 8 ? deflateRawSync(content) : Buffer.from(content);
    const header = Buffer.alloc(30);
    header.writeUInt32LE(LOCAL_HEADER);
    header.writeUInt16LE(Buffer.byteLength(name), 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(ENTRY);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt16LE(Buffer.byteLength(name), 28);
    entry.writeUInt32LE(lengthOf(parts), 42);
    directory.push(entry, Buffer.from(name));
    parts.push(header, Buffer.from(name), packed);
  });
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END);
  end.writeUInt16LE(files.size, 10);
  end.writeUInt32LE(lengthOf(parts), 16);
  return Buffer.concat([...parts, ...directory, end]);
}
