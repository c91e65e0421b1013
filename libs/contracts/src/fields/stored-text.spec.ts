import { describe, expect, it } from '@jest/globals';
import { type AnyOperation, contracts, type DeclaredField, fieldsOf, listClass } from '../index.js';

type Class = new () => unknown;

/** Returns the fields of a class and of the classes that it refers to. */
function fieldsWithin(Class: Class, seen = new Set<unknown>()): DeclaredField[] {
  if (seen.has(Class)) return [];
  seen.add(Class);
  return fieldsOf(listClass(Class)?.Item ?? Class).flatMap((field) => [
    field,
    ...(field.type.refers?.() ?? []).flatMap((each) => fieldsWithin(each, seen)),
  ]);
}

const fields = contracts
  .flatMap(({ operations }) => Object.values<AnyOperation>(operations))
  .filter(({ http }) => http)
  .flatMap(({ subject, params, query, body }) =>
    [params, query, body]
      .filter((Class): Class is Class => Class !== undefined)
      .flatMap((Class) => fieldsWithin(Class).map((field) => [`${subject} ${field.name}`, field] as const)),
  );

/* One of these has the shape that a field takes. */
const around = (text: string): unknown[] => [
  text,
  { a: text },
  { a: { b: [1, { c: text }] } },
  [text],
  [{ a: text }],
];

function accepted({ type }: DeclaredField, value: unknown): unknown {
  try {
    return type.read(value, []);
  } catch {
    return undefined;
  }
}

describe('what Postgres cannot store', () => {
  it('every operation: no field of its input takes U+0000 at any depth', () => {
    const taken = fields.filter(([, field]) =>
      around('a\0b').some((value) => JSON.stringify(accepted(field, value) ?? '').includes('\\u0000')),
    );
    expect(taken.map(([name]) => name)).toEqual([]);
    expect(fields.length).toBeGreaterThan(200);
  });

  it('every operation: no object of any content takes a lone surrogate or more than 4 KiB', () => {
    const free = fields.filter(([, field]) =>
      Object.hasOwn(Object(accepted(field, { 'any name': ['words', 1] })) as object, 'any name'),
    );
    expect(free.length).toBeGreaterThan(0);
    for (const [name, field] of free) {
      expect([name, accepted(field, { a: 'a \\u0000 \\ud800 in words' })]).toEqual([
        name,
        expect.any(Object),
      ]);
      expect([name, accepted(field, { a: { b: ['\ud800'] } })]).toEqual([name, undefined]);
      expect([name, accepted(field, { '\0': 1 })]).toEqual([name, undefined]);
      expect([name, accepted(field, { a: 'é'.repeat(2044) })]).toEqual([name, expect.any(Object)]);
      expect([name, accepted(field, { a: 'é'.repeat(2045) })]).toEqual([name, undefined]);
    }
  });
});
