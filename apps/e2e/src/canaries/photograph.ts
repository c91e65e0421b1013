const dataUrl = /^data:image\/jpeg;base64,/;

const isJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === 0xd8;

/** Returns the photograph in a value: its bytes, or a text that holds them in Base64; else undefined. */
export function photographIn(value: unknown): Buffer | undefined {
  if (value instanceof Uint8Array) return isJpeg(value) ? Buffer.from(value) : undefined;
  if (typeof value !== 'string' || value.length < 1000) return undefined;
  const bytes = Buffer.from(value.replace(dataUrl, ''), 'base64');
  return isJpeg(bytes) ? bytes : undefined;
}

/** Returns the same kind of value with a comment in its photograph; decoders pass over it. */
export function withComment(value: unknown, photograph: Buffer, words: string): unknown {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(words.length + 2);
  const comment = Buffer.concat([Buffer.from([0xff, 0xfe]), length, Buffer.from(words)]);
  const marked = Buffer.concat([photograph.subarray(0, 2), comment, photograph.subarray(2)]);
  if (value instanceof Uint8Array) return new Uint8Array(marked);
  return `${dataUrl.exec(String(value))?.[0] ?? ''}${marked.toString('base64')}`;
}
