import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readInteger } from './integers.js';

describe('readInteger', () => {
  it('readInteger returns every integer that a number holds exactly', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (integer) => expect(readInteger(String(integer))).toBe(integer)),
    );
  });

  it.each(['9007199254740992', '-9007199254740992', '9223372036854775807'])(
    'readInteger throws instead of rounding %s',
    (text) => {
      expect(() => readInteger(text)).toThrow(RangeError);
    },
  );
});
