import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { JsonRefused, readJson } from './read-json.js';

const nest = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('reading JSON from strangers', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), (text) => {
        try {
          expect(readJson(text)).toEqual(JSON.parse(text));
        } catch (error) {
          expect(error).toBeInstanceOf(JsonRefused);
          /* fast-check makes such texts now and then. */
          expect((error as JsonRefused).reason).toMatch(/not allowed|Null character|surrogate/);
        }
      }),
    );
  });

  it.each([
    ['a number beyond a double', '{"a":1e400}', 'Number out of range'],
    ['a negative one', '[-1e999]', 'Number out of range'],
    ['a long one', `[${'9'.repeat(400)}]`, 'Number out of range'],
    ['__proto__', '{"__proto__":{"polluted":1}}', '"__proto__" is not allowed'],
    ['__proto__ in disguise', '{"__pr\\u006fto__":1}', '"__proto__" is not allowed'],
    ['constructor, deep', '{"a":[{"constructor":{"prototype":{}}}]}', '"constructor" is not allowed'],
    ['a key twice', '{"a":1,"b":{"a":2},"a":3}', '"a" occurs twice'],
    ['a key twice in disguise', '{"a":1,"\\u0061":3}', '"a" occurs twice'],
    ['a null character in a key', '{"a\\u0000":1}', 'Null character'],
    ['depth', nest(65), 'Nested deeper'],
    ['a depth bomb that never ends', '[{"a":'.repeat(50_000), 'Nested deeper'],
    ['too many values', `[${'0,'.repeat(1_000_001)}0]`, 'More than'],
    ['half a surrogate pair', '["\\ud800"]', 'Lone surrogate'],
    ['the wrong half first', '["\\udc00\\ud800"]', 'Lone surrogate'],
    ['an open string', '{"a":"b', 'Unterminated'],
    ['a bad escape', '["\\x"]', 'Invalid escape'],
    ['a trailing comma', '{"a":1,}', 'property name'],
    ['no JSON', '{bad', 'property name'],
    ['NaN', '[NaN]', 'Expecting value'],
    ['two values', '{} {}', 'Extra data'],
    ['nothing', '', 'Expecting value'],
    ['no value', '{"a":', 'Expecting value'],
    ['no colon', '{"a" 1}', "Expecting ':' delimiter"],
    ['no comma', '[1 2]', "Expecting ',' delimiter"],
    ['no end', '{"a":1', "Expecting ',' delimiter"],
    ['a line break in a string', '["\n"]', 'Invalid control character at'],
  ])('refuses %s', (_, text, reason) => {
    expect(() => readJson(text)).toThrow(JsonRefused);
    expect(() => readJson(text)).toThrow(reason);
  });

  it.each([
    ['keys that repeat in different objects', '[{"a":1},{"a":{"a":2}}]'],
    ['values that look like keys', '{"a":"__proto__","b":["constructor","a"]}'],
    ['quotes and backslashes', '{"a\\\\":"\\"","b":"\\\\\\"\\\\"}'],
    ['the deepest allowed', nest(64)],
    ['surrogate pairs', '["\\ud83d\\ude00","😀"]'],
    ['small numbers', '[1e-400,-0,1.5E+3]'],
  ])('reads %s', (_, text) => {
    expect(readJson(text)).toEqual(JSON.parse(text));
  });

  it('names the place where it is known', () => {
    expect(() => readJson('{bad')).toThrow(expect.objectContaining({ position: 1 }));
    expect(() => readJson('{"a":1,"a":2}')).toThrow(expect.objectContaining({ position: 7 }));
  });

  it('leaves prototypes alone', () => {
    expect(() => readJson('{"__proto__":{"polluted":true}}')).toThrow(JsonRefused);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
