/* Reads one file out of a ZIP archive in memory (APPNOTE 6.3, without ZIP64 and encryption). */
import { inflateRawSync } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const END_LENGTH = 22;
const MAX_COMMENT = 0xffff;
const ENTRY_LENGTH = 46;
const LOCAL_HEADER_LENGTH = 30;

function endOfDirectory(archive) {
  const last = archive.length - END_LENGTH;
  for (let at = last; at >= Math.max(0, last - MAX_COMMENT); at--)
    if (archive.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  throw new Error('the archive has no directory');
}

/** Returns a file of the archive. Throws when it is not there, or longer than `maxBytes`. */
export function zipMember(archive, name, maxBytes) {
  const end = endOfDirectory(archive);
  let entry = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const nameLength = archive.readUInt16LE(entry + 28);
    const found = archive.toString('utf8', entry + ENTRY_LENGTH, entry + ENTRY_LENGTH + nameLength);
    if (found === name) return content(archive, entry, maxBytes);
    entry += ENTRY_LENGTH + nameLength + archive.readUInt16LE(entry + 30) + archive.readUInt16LE(entry + 32);
  }
  throw new Error(`the archive holds no ${name}`);
}

function content(archive, entry, maxBytes) {
  const method = archive.readUInt16LE(entry + 10);
  const length = archive.readUInt32LE(entry + 20);
  const header = archive.readUInt32LE(entry + 42);
  const from =
    header + LOCAL_HEADER_LENGTH + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
  const stored = archive.subarray(from, from + length);
  if (method === 0) return stored;
  if (method !== 8) throw new Error(`the archive uses compression method ${method}`);
  return inflateRawSync(stored, { maxOutputLength: maxBytes });
}
