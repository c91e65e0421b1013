type Value = string | { readonly [key: string]: Value };

/** Encodes short texts and small maps of them, as MessagePack does. */
export function msgpack(value: Value): Buffer {
  if (typeof value === 'string') {
    const bytes = Buffer.from(value);
    const head = bytes.length < 32 ? [0xa0 | bytes.length] : [0xd9, bytes.length];
    return Buffer.concat([Buffer.from(head), bytes]);
  }
  const entries = Object.entries(value);
  return Buffer.concat([
    Buffer.from([0x80 | entries.length]),
    ...entries.flatMap(([key, inner]) => [msgpack(key), msgpack(inner)]),
  ]);
}
