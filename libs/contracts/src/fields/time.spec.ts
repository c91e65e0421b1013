import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { contracts } from '../catalogue.js';
import type { AnyOperation } from '../contract/index.js';
import type { Issue } from '../errors/issue.js';
import { Instant } from '../instant.js';
import { type TimestampUnit, timestampUnits } from '../time-number.js';
import {
  datetimeOrNumber,
  type DeclaredField,
  Field,
  fieldsOf,
  list,
  listClass,
  object,
  pydanticDatetime,
  timestampUnit,
  tryParse,
} from './index.js';

class Row {
  @Field(datetimeOrNumber(), { optional: true, onlyTime: true }) at?: Instant;
  @Field(timestampUnit(), { optional: true }) timestamp_unit?: TimestampUnit;
}
class Rows {
  @Field(list(object(Row))) rows!: Row[];
  @Field(timestampUnit(), { optional: true }) timestamp_unit?: TimestampUnit;
}
class Loose {
  @Field(pydanticDatetime()) at!: Instant;
}

const timesOf = (sent: object) => {
  const read = tryParse(Rows, sent);
  return 'value' in read ? read.value.rows.map(({ at }) => at?.toString()) : textsOf(read.issues);
};
const textsOf = (issues: readonly Issue[]) =>
  issues.map(({ path, params }) => [path.join('.'), params?.text]);

describe('times that may be numbers', () => {
  it('a number is of the unit of its row, else of the unit around the rows', () => {
    const rows = [
      { at: 1764000000123 },
      { at: '1764000000123456789', timestamp_unit: 'ns' },
      { at: '2025-11-24T16:00:00Z' },
      {},
    ];
    expect(timesOf({ rows, timestamp_unit: 'ms' })).toEqual([
      '2025-11-24T16:00:00.123000Z',
      '2025-11-24T16:00:00.123457Z',
      '2025-11-24T16:00:00Z',
      undefined,
    ]);
  });

  it('a number without a unit is refused, and so is one that is no time of the calendar', () => {
    expect(timesOf({ rows: [{}, { at: 1764000000 }] })).toEqual([
      ['rows.1.at', 'A number needs timestamp_unit: s, ms, us, ns.'],
    ]);
    expect(timesOf({ rows: [{ at: 1764000000123 }], timestamp_unit: 's' })).toEqual([
      ['rows.0.at', 'As a number of s this is outside of the years 1 to 9999.'],
    ]);
  });

  it('a unit that an object only inherits is none', () => {
    const rows = [Object.create({ timestamp_unit: 'ms' }, { at: { value: 1, enumerable: true } }) as object];
    expect(timesOf({ rows })).toEqual([['rows.0.at', 'A number needs timestamp_unit: s, ms, us, ns.']]);
  });

  it('without its only time an object must have no other field that looks like one', () => {
    expect(timesOf({ rows: [{ ts: 5 }] })).toEqual([
      ['rows.0.ts', 'This looks like a time, but times are read from at alone.'],
    ]);
    expect(timesOf({ rows: [{ ts: 5, at: '2025-11-24' + 'T16:00Z' }, { count: 5 }] })).toEqual([
      '2025-11-24T16:00:00Z',
      undefined,
    ]);
  });

  it('a time that was read already stays as it is when a service reads it again', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(...timestampUnits, undefined), (us, unit) => {
        const at = Instant.ofUs(us);
        expect(tryParse(Rows, { rows: [{ at, timestamp_unit: unit }] })).toMatchObject({
          value: { rows: [{ at }] },
        });
        expect(tryParse(Loose, { at, timestamp_unit: unit })).toMatchObject({ value: { at } });
      }),
    );
  });
});

type Class = new () => unknown;

/** Returns the classes that clients send, with those in them. */
function inputsOf(operations: readonly AnyOperation[]): Class[] {
  const seen = new Set<Class>();
  const visit = (Given: Class | undefined): void => {
    const Sent = listClass(Given)?.Item ?? Given;
    if (Sent === undefined || seen.has(Sent)) return;
    seen.add(Sent);
    for (const { type } of fieldsOf(Sent)) type.refers?.().forEach(visit);
  };
  for (const { http, params, query, body } of operations)
    if (http) [params, query, http.rawBody?.item ?? body].forEach((each) => visit(each as Class | undefined));
  return [...seen];
}
const readsTimes = ({ type }: DeclaredField): boolean => {
  try {
    return type.read('2026-03-15T08:45:00Z', []) instanceof Instant;
  } catch {
    return false;
  }
};
const timesIn = (operations: readonly AnyOperation[]) =>
  inputsOf(operations).flatMap((Sent) =>
    fieldsOf(Sent)
      .filter(readsTimes)
      .map((field) => ({ name: `${Sent.name}.${field.name}`, Sent, field })),
  );
const operationsOf = (family?: string) =>
  contracts
    .filter((contract) => family === undefined || contract.family === family)
    .flatMap(({ operations }) => Object.values<AnyOperation>(operations));
const ofCalibration = timesIn(operationsOf('calibration'));
const withNumbers = timesIn(operationsOf()).filter(({ field }) => field.type.exact);

describe('times of the contract', () => {
  it.each(ofCalibration)('calibration takes numbers for $name, as pydantic does', ({ field }) => {
    expect(field.type.read(1773564300, [])).toEqual(Instant.parse('2026-03-15T08:45:00Z'));
  });

  it.each(withNumbers)(
    '$name stands beside timestamp_unit, and its example is one that it takes',
    ({ Sent, field }) => {
      const unit = fieldsOf(Sent).find(({ name }) => name === 'timestamp_unit');
      expect(unit?.options.description).toMatch(/number/);
      expect(field.type.read(field.options.example, [])).toBeInstanceOf(Instant);
    },
  );

  it.each(withNumbers.filter(({ field }) => field.options.optional))(
    '$name may be absent, so a time of another name is refused without it',
    ({ field }) => {
      expect(field.options.onlyTime).toBeTruthy();
    },
  );

  it('the lists of times are not empty', () => {
    expect(ofCalibration.map(({ name }) => name)).toContain('GazeSampleBody.timestamp');
    expect(withNumbers.map(({ name }) => name)).toContain('BatchReading.measured_at');
  });
});

describe('times in queries and forms', () => {
  const readBy = <T extends { at?: Instant }>(Class: new () => T, at: string): string | undefined => {
    const read = tryParse(Class, { at });
    return 'value' in read ? read.value.at?.toString() : 'refused';
  };
  const read = (at: string) => [readBy(Row, at), readBy(Loose, at)];

  it.each(['2026-03-28T05:00:00', '2026-03-28 05:00', '2026-03-28T05:00:00.25'])(
    'times: a plus sign of %s that became a space is read as one',
    (time) => {
      for (const offset of ['01:00', '0530']) {
        const sent = new URLSearchParams(`at=${time}+${offset}`).get('at')!;
        expect(sent).toContain(` ${offset}`);
        expect(read(sent)).toEqual(read(`${time}+${offset}`));
        expect(read(sent)).not.toContain('refused');
      }
    },
  );

  it.each(['2026-03-28 01:00 ', '2026-03-28T05:00:00  01:00', '2026-03-28T05:00:00 25:00', '05:00 01:00'])(
    'times: the spaces of %j are no plus signs',
    (sent) => {
      expect(read(sent)).toEqual(['refused', 'refused']);
    },
  );
});
