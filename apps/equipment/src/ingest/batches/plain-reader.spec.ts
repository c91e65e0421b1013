import { timestampUnits } from '@argus/contracts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PlainReader } from './plain-reader.js';
import { readReading, readRowJson, rowReader } from './read-reading.js';

const space = fc.constantFrom('', '', '', ' ', '\t', '\r\n ');
const digits = fc.stringMatching(/^-?(0|[1-9]\d{0,25})(\.\d{1,25})?$/);
const number = fc.oneof(
  { weight: 12, arbitrary: digits },
  { weight: 3, arbitrary: fc.double().map((value) => JSON.stringify(value)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...['-0', '1.', '.5', '01', '+1', '1e5', '1e400', '-', '1e101', '"5"', 'null', 'NaN', '0x10'],
    ),
  },
);
const instant = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(
        fc.date({ min: new Date('1700-01-01'), max: new Date('2200-12-31'), noInvalidDate: true }),
        fc.stringMatching(/^(\.\d{1,10})?$/),
      )
      .map(([date, fraction]) => `"${date.toISOString().slice(0, 19)}${fraction}Z"`),
  },
  {
    weight: 2,
    arbitrary: fc.stringMatching(
      /^"2026-[01]\d-[0-3]\d[T ][0-2]\d:[0-6]\d:[0-6]\d(\.\d{1,6})?(Z|\+02:00|)"$/,
    ),
  },
  { weight: 4, arbitrary: fc.stringMatching(/^1[67]\d{8}(\d{3}|\d{6}|\d{9})(\.\d{1,9})?$/) },
  { weight: 1, arbitrary: number },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...['"2026-02-30T00:00:00Z"', '"2024-02-29T23:59:59Z"', '"2026\\u002d01-01T00:00:00Z"', '5'],
    ),
  },
);
const member = fc.oneof(
  { weight: 9, arbitrary: fc.tuple(fc.constantFrom('"temperature"', '"speed"', '"pressure"'), number) },
  { weight: 3, arbitrary: fc.tuple(fc.constant('"equipment"'), number) },
  { weight: 3, arbitrary: fc.tuple(fc.constant('"measured_at"'), instant) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom('"quality"', '"spee\\u0064"', '"__proto__"', 'speed'), number),
  },
);
const complete = fc
  .tuple(fc.nat({ max: 10_000 }).map(String), number, number, number, instant)
  .map(([equipment, temperature, speed, pressure, measured_at]) =>
    Object.entries({ equipment, temperature, speed, pressure, measured_at }).map(
      ([name, value]) => [`"${name}"`, value] as const,
    ),
  );
const object = fc
  .tuple(
    fc.oneof(fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 4 }), fc.constant([0, 1, 2, 3, 4])),
    complete,
    fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(member) }),
    space,
  )
  .map(
    ([order, all, others, gap]) =>
      `{${[...order.map((place) => all[place]!), ...others]
        .map(([name, value]) => `${gap}${name}${gap}:${gap}${value}${gap}`)
        .join()}}`,
  );

describe('PlainReader', () => {
  it('PlainReader: accepts only what the declared fields accept, and returns the same reading', () => {
    const readers = [undefined, ...timestampUnits].map((timeUnit) => ({
      plain: new PlainReader({ timeUnit }),
      declared: rowReader(timeUnit),
      accepted: 0,
    }));
    fc.assert(
      fc.property(
        object,
        fc.constantFrom('', ',', '\n'),
        fc.constantFrom(...readers),
        (text, rest, reader) => {
          const reading = reader.plain.read(`[${text}${rest}`, 1);
          if (reading === undefined) return;
          reader.accepted++;
          expect(reader.plain.end).toBe(1 + text.length);
          expect(reading).toEqual(reader.declared(readRowJson(text)));
        },
      ),
      { numRuns: 5000 },
    );
    for (const { accepted } of readers) expect(accepted).toBeGreaterThan(50);
  });

  it.each([
    '{"equipment":7,"temperature":20.5,"speed":-3,"pressure":0.1234567890123456,"measured_at":"2026-11-30T23:59:59.123456Z"}',
    '{ "pressure": 1, "equipment": 7, "speed": 2, "temperature": 3 }',
  ])('PlainReader: accepts %s', (text) => {
    expect(new PlainReader().read(text, 0)).toEqual(readReading(JSON.parse(text)));
  });

  it.each([
    '{"equipment":7,"temperature":1,"temperature":1,"speed":1,"pressure":1}',
    '{"equipment":7,"equipment":7,"temperature":1,"speed":1,"pressure":1}',
    '{"equipment":7,"temperature":1,"speed":1,"pressure":1,"measured_at":"2026-11-01T00:00:00Z","measured_at":"2026-11-01T00:00:00Z"}',
    '{"equipment":7,"temperature":1,"speed":1,"pressure":1,}',
    '{"equipment":7,"temperature":1,"speed":1}',
    '{"equipment":7,"temperature":1,"speed":1,"pressure":1',
    '{"equipment":7.5,"temperature":1,"speed":1,"pressure":1}',
    '{"equipment":7,"temperature":1e100,"speed":1,"pressure":[]}',
  ])('PlainReader: leaves %s to the declared fields', (text) => {
    expect(new PlainReader().read(text, 0)).toBeUndefined();
  });

  it('PlainReader: with a given equipment, accepts readings without one and leaves those that name one', () => {
    const values = '"temperature":1,"speed":2,"pressure":3}';
    expect(new PlainReader({ equipment: 7 }).read(`{${values}`, 0)).toMatchObject({ equipmentId: 7 });
    expect(new PlainReader({ equipment: 7 }).read(`{"equipment":8,${values}`, 0)).toBeUndefined();
  });
});
