/* ZIP (APPNOTE 6.3): signatures, and where times and offsets stand. */
const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const CENTRAL_SIGNATURE = 0x02014b50;
const CENTRAL_BYTES = 46;
/** 1 January 1980, the first moment that the format knows. */
const EPOCH = 0x00210000;

/** Sets the times of all entries of a ZIP archive to the same moment, in place: archives of the same content are then equal. */
export function withoutTimes(zip: Buffer): Buffer {
  let end = zip.length - END_BYTES;
  while (end >= 0 && zip.readUInt32LE(end) !== END_SIGNATURE) end--;
  if (end < 0) throw new Error('Not a ZIP archive');
  let entry = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    if (zip.readUInt32LE(entry) !== CENTRAL_SIGNATURE) throw new Error('The ZIP archive is damaged');
    zip.writeUInt32LE(EPOCH, entry + 12);
    zip.writeUInt32LE(EPOCH, zip.readUInt32LE(entry + 42) + 10);
    entry +=
      CENTRAL_BYTES +
      zip.readUInt16LE(entry + 28) +
      zip.readUInt16LE(entry + 30) +
      zip.readUInt16LE(entry + 32);
  }
  return zip;
}
