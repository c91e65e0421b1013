import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Instant } from '../instant.js';
import {
  boolean,
  date,
  datetime,
  Field,
  fieldsOf,
  withoutBlanks,
  foreignKey,
  integer,
  list,
  listOf,
  Named,
  number,
  object,
  parse,
  tryParse,
  schemaOf,
  text,
} from './index.js';
import { type AnyOperation } from '../contract/index.js';
import { contracts } from '../catalogue.js';
import { DomainError } from '../errors/errors.js';

class Part {
  @Field(integer({ min: 1 })) count!: number;
}

class Parcel {
  @Field(text({ maxLength: 5 })) name!: string;
  @Field(list(text(), { minItems: 2, maxItems: 2 })) pair!: string[];
  @Field(list(object(Part)), { optional: true }) parts?: Part[];
  @Field(boolean(), { default: true }) active!: boolean;
  @Field(text({ allowBlank: true }), { optional: true, nullable: true }) note?: string | null;
}

const issuesOf = (value: unknown) => {
  try {
    parse(Parcel, value);
  } catch (error) {
    if (error instanceof DomainError) return error.details.issues;
    throw error;
  }
  return [];
};

describe('parse', () => {
  it('parse: declared fields are read, defaults applied and other properties ignored', () => {
    const parcel = parse(Parcel, { name: ' Ann ', pair: ['a', 5], note: null, role: 'admin' });
    expect({ ...parcel }).toEqual({ name: 'Ann', pair: ['a', '5'], active: true, note: null });
    expect(parcel).toBeInstanceOf(Parcel);
  });

  it('parse: every issue is reported with its path', () => {
    expect(issuesOf({ name: null, pair: ['a', {}], parts: [{ count: 0 }, 7], active: 'maybe' })).toEqual([
      { path: ['name'], code: 'null' },
      { path: ['pair', 1], code: 'not_a_string' },
      { path: ['parts', 0, 'count'], code: 'too_small', params: { min: 1 } },
      { path: ['parts', 1], code: 'not_an_object', params: { received: 'number' } },
      { path: ['active'], code: 'not_a_boolean' },
    ]);
    expect(issuesOf({ name: 'longer', pair: ['a'] })).toEqual([
      { path: ['name'], code: 'too_long', params: { max: 5 } },
      { path: ['pair'], code: 'too_few_items', params: { min: 2 } },
    ]);
    expect(issuesOf([])).toEqual([{ path: [], code: 'not_an_object', params: { received: 'list' } }]);
  });

  it('parse: a `__proto__` property changes no prototype', () => {
    const parcel = parse(Parcel, JSON.parse('{"name":"x","pair":["a","b"],"__proto__":{"polluted":1}}'));
    expect((parcel as { polluted?: number }).polluted).toBeUndefined();
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('parse: any input gives an instance of the class or VALIDATION_FAILED', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        try {
          return parse(Parcel, value) instanceof Parcel;
        } catch (error) {
          return error instanceof DomainError && (error.details.issues?.length ?? 0) > 0;
        }
      }),
    );
  });
});

describe('requiredUnless', () => {
  class Login {
    @Field(text(), { requiredUnless: 'username' }) email?: string;
    @Field(text(), { optional: true }) username?: string;
    @Field(text()) password!: string;
  }

  it('requiredUnless: the field is required, and reported with other missing ones, only if the other is absent', () => {
    expect(() => parse(Login, {})).toThrow(
      expect.objectContaining({
        details: {
          issues: [
            { path: ['email'], code: 'required' },
            { path: ['password'], code: 'required' },
          ],
        },
      }),
    );
    expect(parse(Login, { username: 'pilot', password: 'p' })).toEqual({ username: 'pilot', password: 'p' });
    expect(parse(Login, { email: 'a@b.c', password: 'p' })).toEqual({ email: 'a@b.c', password: 'p' });
    expect(schemaOf(Login).required).toEqual(['password']);
  });
});

describe('listOf', () => {
  const Parts = listOf(Part, { maxItems: 3, orOne: true });
  const details = (value: unknown) => {
    try {
      return parse(Parts, value);
    } catch (error) {
      if (error instanceof DomainError) return error.details;
      throw error;
    }
  };

  it('listOf: an array is read item by item, and with orOne a single object becomes an array of one', () => {
    expect(details([{ count: 1 }, { count: 2 }])).toEqual([{ count: 1 }, { count: 2 }]);
    expect(details({ count: 3 })).toEqual([{ count: 3 }]);
    expect(details([])).toEqual([]);
  });

  it('listOf: tryParse reads it as parse does', () => {
    expect(tryParse(Parts, { count: 3 })).toEqual({ value: [{ count: 3 }], issues: [] });
    expect(tryParse(Parts, [5]).issues).toMatchObject([{ path: [0], code: 'not_an_object' }]);
  });

  it('listOf: a refusal names the invalid items and the number of all items', () => {
    expect(details([{ count: 1 }, {}, 5])).toEqual({
      items: 3,
      issues: [
        { path: [1, 'count'], code: 'required' },
        { path: [2], code: 'not_an_object', params: { received: 'number' } },
      ],
    });
    expect(details('x')).toMatchObject({ issues: [{ path: [], code: 'not_a_list' }] });
    expect(details([{}, {}, {}, {}])).toMatchObject({ issues: [{ path: [], code: 'too_many_items' }] });
  });

  it('listOf: the JSON Schema is an array of references', () => {
    expect(schemaOf(Parts)).toEqual({
      type: 'array',
      items: { $ref: '#/components/schemas/Part' },
      maxItems: 3,
    });
  });
});

describe('field types', () => {
  it('number: an exclusive limit refuses the limit itself', () => {
    const positive = number({ above: 0 });
    expect(positive.schema()).toEqual({ type: 'number', exclusiveMinimum: 0 });
    expect(positive.read(0.1, [])).toBe(0.1);
    expect(() => positive.read(0, [])).toThrow();
  });

  it('number: text in decimal notation is a number, text in any other notation is not', () => {
    const read = (text: string) => number().read(text, []);
    const texts = ['12', '-1.5', '+.5', '1.', '1e3', '2E-2', ' 7\n'];
    expect(texts.map(read)).toEqual([12, -1.5, 0.5, 1, 1000, 0.02, 7]);
    const wrongs = ['0x10', '0b1', '0o7', '', ' ', '.', 'e5', '1e', '1,5', '1 2', 'Infinity', 'NaN', '1e400'];
    for (const wrong of [...wrongs, `${'1'.repeat(100_000)}x`]) expect(() => read(wrong)).toThrow();
  });

  it('foreignKey: only safe whole numbers are keys of rows', () => {
    expect(foreignKey().read('7', [])).toBe(7);
    for (const wrong of ['x', true, 1.5, [], 2 ** 60]) expect(() => foreignKey().read(wrong, [])).toThrow();
  });

  it('@Named: the class has the given name in API documents', () => {
    @Named('Registeration')
    class Registration {}
    expect(Registration.name).toBe('Registeration');
  });

  it('date: only dates of the calendar are accepted', () => {
    expect(date().read('2024-02-29', [])).toBe('2024-02-29');
    for (const wrong of ['2024-02-30', '2023-02-29', '0000-01-01', '24-1-1', '2024-01-01T00:00:00Z', 5, '']) {
      expect(() => date().read(wrong, [])).toThrow();
    }
  });

  it('datetime: moments with and without an offset are read, invalid ones refused', () => {
    expect(datetime().read('2024-03-15T08:45:00Z', [])).toEqual(Instant.ofMs(Date.UTC(2024, 2, 15, 8, 45)));
    expect(datetime().read('2024-03-15T08:45', [])).toEqual(Instant.ofMs(Date.UTC(2024, 2, 15, 8, 45)));
    expect(datetime().read('2024-03-15T08:45:00.5+02:00', [])).toEqual(
      Instant.ofMs(Date.UTC(2024, 2, 15, 6, 45, 0, 500)),
    );
    for (const wrong of [
      '2024-03-15',
      'yesterday',
      '2024-02-30T00:00:00Z',
      '0000-01-01T00:00:00Z',
      '0001-01-01T00:00:00+14:00',
      '9999-12-31T23:59:59-01:00',
      1710492300,
      '2024-03-15T24:00:00Z',
    ]) {
      expect(() => datetime().read(wrong, [])).toThrow();
    }
  });

  it('integer: every safe integer is read exactly, and anything else refused', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), (value) => integer().read(String(value), []) === value));
    for (const wrong of [1.5, '1e3', NaN, Infinity, '', true, 2 ** 53])
      expect(() => integer().read(wrong, [])).toThrow();
  });

  it('schemaOf: a class becomes an object schema with its required fields', () => {
    expect(schemaOf(Parcel)).toMatchObject({
      type: 'object',
      required: ['name', 'pair'],
      properties: { parts: { type: 'array', items: { $ref: '#/components/schemas/Part' } } },
    });
  });
});

/* Every operation whose query has parameters that may be absent; a new one is in here by itself. */
const filtered = contracts
  .flatMap(({ operations }) => Object.values<AnyOperation>(operations))
  .flatMap(({ http, query, subject }) => (http && query ? [{ subject, query }] : []));

describe('withoutBlanks', () => {
  it.each(filtered)('withoutBlanks: to $subject a blank parameter is one that was not sent', ({ query }) => {
    const optional = fieldsOf(query).filter(({ options }) => options.optional ?? 'default' in options);
    const blank = Object.fromEntries(optional.map(({ name }, at) => [name, at % 2 === 0 ? '' : ' ']));
    expect(withoutBlanks(query, blank)).toEqual({});
    const required = fieldsOf(query).filter((field) => !optional.includes(field));
    for (const { name } of required) expect(withoutBlanks(query, { [name]: '' })).toEqual({ [name]: '' });
  });
});
