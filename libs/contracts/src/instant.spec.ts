import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { datetime } from './fields/index.js';
import { Instant, instant } from './instant.js';

const anyUs = fc.bigInt({ min: -62_135_596_800_000_000n, max: 253_402_300_799_999_999n });
const anyInstant = anyUs.map((us) => Instant.ofUs(us));

describe('Instant', () => {
  it('every microsecond of the years 1 to 9999 is itself after it was written and read', () => {
    fc.assert(
      fc.property(anyInstant, (moment) => {
        expect(datetime().read(instant(moment), [])).toEqual(moment);
        expect(JSON.parse(JSON.stringify({ moment }))).toEqual({ moment: instant(moment) });
      }),
    );
  });

  it('texts of one offset are in the order of their moments', () => {
    fc.assert(
      fc.property(anyInstant, anyInstant, (one, other) => {
        const [a, b] = [one, other].map((each) => instant(each).replace(/(:\d\d)Z/, '$1.000000Z'));
        expect(a! < b!).toBe(one.us < other.us);
      }),
    );
  });

  it('milliseconds with a fraction are the same microseconds from 1970 to 2100, and adding whole milliseconds is exact', () => {
    const measured = fc.integer({ min: 0, max: 4_102_444_800_000_000 });
    fc.assert(
      fc.property(measured, fc.integer({ min: 0, max: 86_400_000 }), (us, ms) => {
        expect(Instant.ofMs(us / 1000).us).toBe(BigInt(us));
        expect(Instant.ofMs(us / 1000 + ms).us).toBe(BigInt(us + ms * 1000));
      }),
    );
  });

  it('digits below a microsecond are cut off, and offsets are taken into account', () => {
    expect(instant(Instant.parse('2024-03-15T08:45:00.123456999+02:00')!)).toBe(
      '2024-03-15T06:45:00.123456Z',
    );
    expect(instant(Instant.parse('1969-12-31 23:59:59.9999999')!)).toBe('1969-12-31T23:59:59.999999Z');
    expect(instant(new Date('2024-03-15T08:45:00.120Z'))).toBe('2024-03-15T08:45:00.120000Z');
  });

  it('a period starts at or before its moment, also before 1970', () => {
    fc.assert(
      fc.property(anyInstant, fc.constantFrom(60_000_000n, 3_600_000_000n), (moment, periodUs) => {
        const { us } = moment.startOf(periodUs);
        expect(us === -62_135_596_800_000_000n || us % periodUs === 0n).toBe(true);
        expect(moment.us - us >= 0n && moment.us - us < periodUs).toBe(true);
      }),
    );
  });
});
