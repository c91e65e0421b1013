import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readInteger } from './integers.js';

describe('readInteger', () => {
  it('returns every integer that a number holds exactly', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (integer) => expect(readInteger(String(integer))).toBe(integer)),
    );
  });

  it.each(['9007199254740992', '-9007199254740992', '9223372036854775807'])(
    'throws rather than rounding %s',
    (text) => {
      expect(() => readInteger(text)).toThrow(RangeError);
    },
  );
});
