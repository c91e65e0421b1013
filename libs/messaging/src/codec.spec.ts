import { describe, expect, it } from '@jest/globals';
import { Instant } from '@argus/contracts';
import fc from 'fast-check';
import { decode, encode } from './codec.js';

const values = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'binary' }),
    // Minus zero is decoded as zero, as in JSON.
    fc.double().map((number) => number + 0),
    fc.integer(),
    fc.boolean(),
    fc.constantFrom(null, undefined),
    fc.date({ noInvalidDate: true, min: new Date('0001-01-01'), max: new Date('9999-12-31') }),
    fc.bigInt({ min: -62_135_596_800_000_000n, max: 253_402_300_799_999_999n }).map((us) => Instant.ofUs(us)),
    fc.uint8Array(),
    fc.array(tie('any')),
    fc.dictionary(
      fc.string().filter((key) => key !== '__proto__'),
      tie('any'),
      { noNullPrototype: true },
    ),
  ),
})).any;

/** Decoded bytes are a Buffer or a Uint8Array, so only their content is compared. */
const comparable = (value: unknown): unknown =>
  value instanceof Uint8Array
    ? { bytes: [...value] }
    : Array.isArray(value)
      ? value.map(comparable)
      : typeof value === 'object' && value !== null && !(value instanceof Date || value instanceof Instant)
        ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, comparable(entry)]))
        : value;

describe('codec', () => {
  it('codec: any value is equal to itself after encoding and decoding', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(comparable(decode(encode(value)))).toEqual(comparable(value));
      }),
    );
  });

  it('codec: rows of a list with the same fields keep their own values', () => {
    const rows = Array.from({ length: 50 }, (_, id) => ({ id, name: `row ${id}`, at: new Date(id) }));
    expect(decode(encode({ rows }))).toEqual({ rows });
  });

  it('codec: a message with `__proto__` changes no prototype', () => {
    const hostile: unknown = JSON.parse('{"__proto__": {"polluted": true}, "a": {"constructor": 1}}');
    const read = decode(encode(hostile)) as Record<string, unknown>;
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect(read.polluted).toBeUndefined();
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('codec: decoded bytes are a copy that does not keep the message in memory', () => {
    const message = encode({ small: new Uint8Array(16), large: new Uint8Array(1_000_000) });
    const { small } = decode(message) as { small: Uint8Array };
    expect(small.buffer).not.toBe(message.buffer);
    expect(small.buffer.byteLength).toBeLessThan(100_000);
  });

  it('codec: invalid or truncated bytes throw', () => {
    expect(() => decode(Uint8Array.of(0xc1, 0xff))).toThrow();
    expect(() => decode(encode('a long enough text').subarray(0, 5))).toThrow();
  });
});
