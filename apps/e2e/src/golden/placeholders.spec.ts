import { describe, expect, it } from '@jest/globals';
import { Placeholders } from './placeholders.js';

const fault = (expected: unknown, got: unknown, mayHaveMore = false, known: Record<string, unknown> = {}) =>
  new Placeholders(Object.entries(known)).faultOf(expected, got, mayHaveMore);

type Row = [title: string, expected: unknown, got: unknown, known?: Record<string, unknown>];

describe('placeholders of a recording', () => {
  it.each<Row>([
    ['equal values', { a: [1, 'x', null] }, { a: [1, 'x', null] }],
    ['a value that is known', '<row>', 5, { row: 5 }],
    ['a value within a text', 'http://<host>/x', 'http://h:1/x', { host: 'h:1' }],
    ['any value', { a: '<any>' }, { a: { b: 1 } }],
    ['a time', '<time>', '2026-01-05T10:00:00.000001Z'],
    ['a name of a field', { 'c<run>.csv': 'a' }, { 'c7.csv': 'a' }, { run: '7' }],
    ['one value in two places', { a: '<id>', b: ['<id>'] }, { a: 3, b: [3] }],
  ])('recording: %s is like the answer', (_, ...[expected, got, known]) =>
    expect(fault(expected, got, false, known)).toBeUndefined(),
  );

  it.each<Row>([
    ['another number', { a: 1 }, { a: 2 }],
    ['a text instead of a number', { a: 1 }, { a: '1' }],
    ['a missing field', { a: 1, b: '<any>' }, { a: 1 }],
    ['a field that was not recorded', { a: 1 }, { a: 1, b: 2 }],
    ['a shorter list', [1, 2], [1]],
    ['no object', { a: 1 }, [1]],
    ['another value than the known one', '<row>', 6, { row: 5 }],
    ['two values for one placeholder', { a: '<id>', b: '<id>' }, { a: 3, b: 4 }],
    ['no time', '<time>', 'soon'],
    ['null for a time', '<time>', null],
    ['another text around a placeholder', 'JSON parse error - <any>', 'Not JSON - x'],
  ])('recording: %s is a fault', (_, ...[expected, got, known]) =>
    expect(fault(expected, got, false, known)).toEqual(expect.any(String)),
  );

  it('recording: further fields are no fault where the recording allows them, missing ones are', () => {
    expect(fault({ a: 1 }, { a: 1, b: 2 }, true)).toBeUndefined();
    expect(fault({ a: 1, b: 2 }, { a: 1 }, true)).toBe('body/b: missing');
  });

  it('recording: a request keeps the type of a value, and an unknown placeholder is refused', () => {
    const placeholders = new Placeholders([['row', 5]]);
    expect(placeholders.fill({ id: '<row>', path: '/x/<row>/' })).toEqual({ id: 5, path: '/x/5/' });
    expect(() => placeholders.fill('<other>')).toThrow('<other> is not known');
  });

  it('recording: what an answer gave is known in later requests', () => {
    const placeholders = new Placeholders([]);
    placeholders.faultOf({ access: '<access 1>' }, { access: 'abc' }, false);
    expect(placeholders.fill('Bearer <access 1>')).toBe('Bearer abc');
  });
});
