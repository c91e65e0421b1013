import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SealBroken, Sealer } from './sealer.js';

const bytes = fc.uint8Array({ maxLength: 300 });

describe('Sealer', () => {
  const sealer = new Sealer(randomBytes(32));

  it('Sealer opens a sealed value for the place it was bound to, and for no other', () => {
    fc.assert(
      fc.property(bytes, fc.string(), fc.string(), (plain, place, other) => {
        const sealed = sealer.seal(plain, place);
        expect(Buffer.from(sealer.open(sealed, place)).equals(Buffer.from(plain))).toBe(true);
        if (other !== place) expect(() => sealer.open(sealed, other)).toThrow(SealBroken);
      }),
    );
  });

  it('Sealer refuses a value with a flipped bit, a cut value and any other key', () => {
    fc.assert(
      fc.property(bytes, fc.nat(), fc.integer({ min: 0, max: 7 }), (plain, at, bit) => {
        const sealed = Buffer.from(sealer.seal(plain, 'place'));
        const position = at % sealed.length;
        const flipped = Buffer.from(sealed);
        flipped[position] = (flipped[position] ?? 0) ^ (1 << bit);
        expect(() => sealer.open(flipped, 'place')).toThrow(SealBroken);
        expect(() => sealer.open(sealed.subarray(0, position), 'place')).toThrow(SealBroken);
        expect(() => new Sealer(randomBytes(32)).open(sealed, 'place')).toThrow(SealBroken);
      }),
    );
  });

  it('Sealer opens with older keys and seals with the newest', () => {
    const [old, now] = [randomBytes(32), randomBytes(32)];
    const before = new Sealer(old).seal(Buffer.from('template'), 'place');
    const rotated = new Sealer(now, [old]);
    expect(Buffer.from(rotated.open(before, 'place')).toString()).toBe('template');
    expect(() => new Sealer(old).open(rotated.seal(Buffer.from('x'), 'place'), 'place')).toThrow(SealBroken);
  });

  it('Sealer seals equal bytes differently each time, and the plain bytes do not show', () => {
    const plain = Buffer.from('a recognisable run of plain bytes');
    const [one, two] = [sealer.seal(plain, 'p'), sealer.seal(plain, 'p')];
    expect(Buffer.from(one).equals(Buffer.from(two))).toBe(false);
    expect(Buffer.from(one).includes(plain)).toBe(false);
  });

  it('Sealer throws for a key that is not 32 bytes long', () => {
    expect(() => new Sealer(randomBytes(16))).toThrow('32 bytes');
  });

  it('Sealer.mac: a tag is valid for its data and purpose only, and stays valid under older keys', () => {
    const [older, newer] = [randomBytes(32), randomBytes(32)];
    const rotated = new Sealer(newer, [older]);
    fc.assert(
      fc.property(bytes, (data) => {
        const tag = new Sealer(older).mac(data, 'chain');
        expect(rotated.isMac(tag, data, 'chain')).toBe(true);
        expect(rotated.isMac(tag, data, 'other')).toBe(false);
        expect(rotated.isMac(tag.slice(1), data, 'chain')).toBe(false);
        expect(rotated.isMac(tag, Buffer.concat([data, Buffer.of(0)]), 'chain')).toBe(false);
        expect(new Sealer(newer).isMac(tag, data, 'chain')).toBe(false);
        expect(Buffer.from(rotated.mac(data, 'chain')).equals(Buffer.from(tag))).toBe(false);
      }),
      { numRuns: 30 },
    );
  });
});
