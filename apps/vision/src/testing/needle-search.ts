/* Anchors lie inside a needle: texts of numbers begin alike, with "0." or a sign. */
const ANCHOR_AT = 6;
const ANCHOR_BYTES = 4;
const SLOT_BITS = 24;

const slotOf = (word: number): number => Math.imul(word, 0x9e3779b1) >>> (32 - SLOT_BITS);

/** Finds which of many short byte strings occur in a large one, in one pass. */
export class NeedleSearch {
  private readonly isAnchor = new Uint8Array(2 ** SLOT_BITS);
  private readonly byAnchor = new Map<number, Buffer[]>();

  constructor(needles: Iterable<Buffer>) {
    for (const needle of needles) {
      if (needle.length < ANCHOR_AT + ANCHOR_BYTES) throw new Error('A needle has at least 10 bytes');
      const anchor = needle.readInt32LE(ANCHOR_AT);
      this.isAnchor[slotOf(anchor)] = 1;
      this.byAnchor.set(anchor, [...(this.byAnchor.get(anchor) ?? []), needle]);
    }
  }

  /** Returns the needles that occur in the bytes. */
  foundIn(bytes: Uint8Array): Buffer[] {
    const found = new Set<Buffer>();
    let word = 0;
    for (let at = 0; at < bytes.length; at++) {
      word = (word >>> 8) | (bytes[at]! << 24);
      if (this.isAnchor[slotOf(word)] === 0) continue;
      const from = at + 1 - ANCHOR_BYTES - ANCHOR_AT;
      for (const needle of this.byAnchor.get(word) ?? [])
        if (from >= 0 && needle.equals(bytes.subarray(from, from + needle.length))) found.add(needle);
    }
    return [...found];
  }
}

/** Returns bytes in the encodings of text that could leak; base64 in each of its three alignments. */
export function textFormsOf(bytes: Buffer): Buffer[] {
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(shift === 0 ? 0 : 4, -4),
  );
  return [bytes.toString('hex'), ...base64].map((text) => Buffer.from(text));
}

/** Returns six numbers from the middle of a descriptor in every encoding that could leak. */
export function formsOf(descriptor: Float32Array): Buffer[] {
  const from = descriptor.length / 2;
  const numbers = [...descriptor.subarray(from, from + 6)];
  const littleEndian = Buffer.from(Float32Array.from(numbers).buffer);
  const bigEndian = Buffer.from(littleEndian).swap32();
  const doubles = Buffer.from(Float64Array.from(numbers).buffer);
  const binary = [littleEndian, bigEndian, doubles];
  return [...binary, ...binary.flatMap(textFormsOf), Buffer.from(JSON.stringify(numbers).slice(1, -1))];
}
