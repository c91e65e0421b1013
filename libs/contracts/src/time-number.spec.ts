import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Instant } from './instant.js';
import { decimalOf, instantOfDecimal, timestampUnits } from './time-number.js';

const anyUs = fc.bigInt({ min: -62_135_596_800_000_000n, max: 253_402_300_799_999_999n });
const nanosecondsPer = { s: 1_000_000_000n, ms: 1_000_000n, us: 1000n, ns: 1n } as const;

/** Writes nanoseconds as a decimal number of a unit, as a program with exact numbers does. */
function written(ns: bigint, perUnit: bigint): string {
  const [sign, all] = ns < 0n ? ['-', -ns] : ['', ns];
  const fraction = String(all % perUnit).padStart(String(perUnit).length - 1, '0');
  return `${sign}${all / perUnit}${perUnit === 1n || /^0+$/.test(fraction) ? '' : `.${fraction}`}`;
}

describe('times as numbers', () => {
  it.each(timestampUnits)(
    'every microsecond of the years 1 to 9999 is itself after it was written in %s',
    (unit) => {
      fc.assert(
        fc.property(anyUs, (us) => {
          expect(instantOfDecimal(written(us * 1000n, nanosecondsPer[unit]), unit)?.us).toBe(us);
        }),
      );
    },
  );

  it.each(timestampUnits)(
    'nanoseconds written in %s become the nearest microsecond, a half the later one',
    (unit) => {
      fc.assert(
        fc.property(anyUs, fc.bigInt({ min: -500n, max: 499n }), (us, ns) => {
          fc.pre(us > -62_135_596_800_000_000n && us < 253_402_300_799_999_999n);
          expect(instantOfDecimal(written(us * 1000n + ns, nanosecondsPer[unit]), unit)?.us).toBe(us);
        }),
      );
    },
  );

  it('a number of JavaScript is the decimal that it is written as', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_800_000_000 }), (us) => {
        expect(instantOfDecimal(decimalOf(us / 1000)!, 'ms')?.us).toBe(BigInt(us));
        expect(instantOfDecimal(decimalOf(us)!, 'us')?.us).toBe(BigInt(us));
      }),
    );
    expect(instantOfDecimal(decimalOf(-1e-7)!, 's')).toEqual(Instant.ofUs(0));
  });

  it.each([
    NaN,
    Infinity,
    -Infinity,
    1e21,
    true,
    null,
    '',
    ' 1',
    '1e9',
    '0x10',
    '1_000',
    '１',
    '2026-01-01',
    '1.',
    '.5',
  ])('%p is no decimal number', (value) => {
    expect(decimalOf(value)).toBeUndefined();
  });

  it.each([
    ['253402300800', 's'],
    ['-62135596801', 's'],
    ['999999999999999999999999999999', 'ns'],
  ] as const)('%s %s is outside of the years 1 to 9999', (decimal, unit) => {
    expect(instantOfDecimal(decimal, unit)).toBeUndefined();
  });
});
