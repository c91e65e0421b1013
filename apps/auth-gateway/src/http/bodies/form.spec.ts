import { type AnyOperation, contracts, fieldsOf, listClass } from '@argus/contracts';
import { describe, expect, it } from '@jest/globals';
import { fromForm } from './form.js';

/* Every list in a body that a form can carry; a new one is in here by itself. */
const lists = contracts
  .flatMap(({ operations }) => Object.values<AnyOperation>(operations))
  .filter(({ http, body }) => http && body && !listClass(body))
  .flatMap((operation) =>
    fieldsOf(operation.body!)
      .filter(({ type }) => type.schema().type === 'array')
      .map(({ name }) => ({ subject: operation.subject, operation, name })),
  );

describe('lists in forms', () => {
  it.each(lists)(
    'forms: $name of $subject is one list, however its items are named',
    ({ operation, name }) => {
      const read = (...names: string[]) =>
        fromForm(
          names.map((each, at) => [each, String(at)] as const),
          operation,
        )[name];
      expect(read(name, name)).toEqual(['0', '1']);
      expect(read(`${name}[]`, `${name}[]`)).toEqual(['0', '1']);
      expect(read(`${name}[1]`, `${name}[0]`, `${name}[10]`)).toEqual(['1', '0', '2']);
      expect(read(`${name}[0]x`, `${name}x`)).toBeUndefined();
    },
  );

  it('forms: lists of several operations are tried', () => {
    expect(lists.length).toBeGreaterThan(5);
  });
});
