import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { weaknessOf } from './pin-rules.js';

const EMPLOYEE = 'FAC2041';

describe('rules of PINs', () => {
  it.each([
    ['12345', '6 to 12'],
    ['1234567890123', '6 to 12'],
    ['12a456', 'digits only'],
    ['１２３９８１', 'digits only'],
    ['123456', 'in a row'],
    ['890123', 'in a row'],
    ['765432', 'in a row'],
    ['111111', 'repeat'],
    ['121212', 'repeat'],
    ['1231231', 'repeat'],
    ['241298', 'A date'],
    ['981224', 'A date'],
    ['122498', 'A date'],
    ['24121998', 'A date'],
    ['19981224', 'A date'],
    ['290204', 'A date'],
    ['720419', 'A date'],
    ['982041', 'employee id'],
  ])('weaknessOf: %s is refused because of: %s', (pin, reason) => {
    expect(weaknessOf(pin, EMPLOYEE)).toContain(reason);
  });

  it.each(['804173', '95618402', '770081', '24139899'])('weaknessOf: %s is accepted', (pin) => {
    expect(weaknessOf(pin, EMPLOYEE)).toBeUndefined();
  });

  it('weaknessOf: of random PINs at least four fifths are accepted, so that nobody searches for long', () => {
    const pins = fc.sample(fc.integer({ min: 0, max: 999_999 }), 5000);
    const good = pins.filter((pin) => weaknessOf(String(pin).padStart(6, '0'), EMPLOYEE) === undefined);
    expect(good.length / pins.length).toBeGreaterThan(0.8);
  });

  it('weaknessOf: any repetition of a short part is refused', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{1,4}$/), fc.integer({ min: 2, max: 12 }), (part, times) => {
        const pin = part.repeat(times).slice(0, 12);
        fc.pre(pin.length >= 6 && pin.length >= 2 * part.length);
        expect(weaknessOf(pin, EMPLOYEE)).toBeDefined();
      }),
    );
  });
});
