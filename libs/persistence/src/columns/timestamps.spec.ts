import { Instant, instant } from '@argus/contracts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { types } from 'pg';
import { StoredTime } from './stored-time.js';
import { readTimestamp } from './timestamps.js';

const driver = types.getTypeParser(types.builtins.TIMESTAMPTZ) as (text: string) => unknown;

/** Timestamps as Postgres writes them in a UTC session, which leaves out zeros at the end of the fraction. */
const written = fc
  .tuple(
    fc.date({
      min: new Date('1000-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    }),
    fc.nat(999_999),
  )
  .map(([date, microseconds]) => {
    const fraction = String(microseconds).padStart(6, '0').replace(/0+$/, '');
    const [day, time] = date.toISOString().slice(0, 19).split('T');
    return `${day} ${time}${fraction && `.${fraction}`}+00`;
  });

describe('readTimestamp', () => {
  it('readTimestamp returns what the parser of the driver returns', () => {
    fc.assert(fc.property(written, (text) => expect(readTimestamp(text)).toEqual(driver(text))));
  });

  it('a stored time keeps its microseconds: as an Instant, as text and as a number', () => {
    fc.assert(
      fc.property(written, (text) => {
        const read = readTimestamp(text) as StoredTime;
        const expected = Instant.parse(text.replace('+00', 'Z'))!;
        expect(read.exact).toEqual(expected);
        expect(instant(read)).toBe(instant(expected));
        expect(read.ms).toBe(expected.ms);
        expect(StoredTime.of(expected)).toEqual(read);
      }),
    );
  });

  it.each([
    'infinity',
    '-infinity',
    '0044-03-15 12:00:00+00 BC',
    '0001-01-01 00:00:00+00',
    '10000-01-01 00:00:00+00',
    '2026-11-25 08:45:00.123+05:30',
    '2026-11-25 08:45:00.5-03',
  ])('readTimestamp leaves any other notation to the driver: %s', (text) => {
    expect(readTimestamp(text)).toEqual(driver(text));
  });
});
