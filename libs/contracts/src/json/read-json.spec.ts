import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defaultJsonBounds } from './json-bounds.js';
import { JsonRefused, readJson } from './read-json.js';

const nest = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('readJson', () => {
  it('readJson: any text is read like JSON.parse or refused for a known reason', () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), (text) => {
        try {
          expect(readJson(text)).toEqual(JSON.parse(text));
        } catch (error) {
          expect(error).toBeInstanceOf(JsonRefused);
          /* fast-check generates such texts at times. */
          expect((error as JsonRefused).reason).toMatch(/not allowed|Null character|surrogate/);
        }
      }),
    );
  });

  it.each([
    ['a number beyond a double', '{"a":1e400}', 'Number out of range'],
    ['a negative number beyond a double', '[-1e999]', 'Number out of range'],
    ['a number of 400 digits', `[${'9'.repeat(400)}]`, 'Number out of range'],
    ['the key __proto__', '{"__proto__":{"polluted":1}}', '"__proto__" is not allowed'],
    ['the key __proto__ with an escape', '{"__pr\\u006fto__":1}', '"__proto__" is not allowed'],
    [
      'the key constructor in a nested object',
      '{"a":[{"constructor":{"prototype":{}}}]}',
      '"constructor" is not allowed',
    ],
    ['a key twice', '{"a":1,"b":{"a":2},"a":3}', '"a" occurs twice'],
    ['a key twice, once with an escape', '{"a":1,"\\u0061":3}', '"a" occurs twice'],
    ['a null character in a key', '{"a\\u0000":1}', 'Null character'],
    ['65 levels', nest(65), 'Nested deeper'],
    ['100 000 levels that never close', '[{"a":'.repeat(50_000), 'Nested deeper'],
    ['more than a million values', `[${'0,'.repeat(1_000_001)}0]`, 'More than'],
    ['a lone high surrogate', '["\\ud800"]', 'Lone surrogate'],
    ['a low surrogate before a high one', '["\\udc00\\ud800"]', 'Lone surrogate'],
    ['an unterminated string', '{"a":"b', 'Unterminated'],
    ['a bad escape', '["\\x"]', 'Invalid escape'],
    ['a trailing comma', '{"a":1,}', 'property name'],
    ['an unquoted key', '{bad', 'property name'],
    ['NaN', '[NaN]', 'Expecting value'],
    ['two values', '{} {}', 'Extra data'],
    ['an empty text', '', 'Expecting value'],
    ['a missing value', '{"a":', 'Expecting value'],
    ['a missing colon', '{"a" 1}', "Expecting ':' delimiter"],
    ['a missing comma', '[1 2]', "Expecting ',' delimiter"],
    ['an unclosed object', '{"a":1', "Expecting ',' delimiter"],
    ['a line break in a string', '["\n"]', 'Invalid control character at'],
  ])('readJson: %s is refused', (_, text, reason) => {
    expect(() => readJson(text)).toThrow(JsonRefused);
    expect(() => readJson(text)).toThrow(reason);
  });

  it.each([
    ['keys that repeat in different objects', '[{"a":1},{"a":{"a":2}}]'],
    ['values that look like keys', '{"a":"__proto__","b":["constructor","a"]}'],
    ['quotes and backslashes', '{"a\\\\":"\\"","b":"\\\\\\"\\\\"}'],
    ['64 levels', nest(64)],
    ['surrogate pairs', '["\\ud83d\\ude00","😀"]'],
    ['small numbers', '[1e-400,-0,1.5E+3]'],
  ])('readJson: %s are read', (_, text) => {
    expect(readJson(text)).toEqual(JSON.parse(text));
  });

  it('readJson: a refusal names the position if it is known', () => {
    expect(() => readJson('{bad')).toThrow(expect.objectContaining({ position: 1 }));
    expect(() => readJson('{"a":1,"a":2}')).toThrow(expect.objectContaining({ position: 7 }));
  });

  it('readJson: a refused `__proto__` changes no prototype', () => {
    expect(() => readJson('{"__proto__":{"polluted":true}}')).toThrow(JsonRefused);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  describe('with names whose numbers are exact', () => {
    const exact = { ...defaultJsonBounds, exactNames: new Set(['at']) };

    it('readJson: every integer under such a name keeps its digits, whatever stands around it', () => {
      const space = fc.stringMatching(/^[ \n\r\t]{0,3}$/);
      const any = fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n });
      fc.assert(
        fc.property(
          fc.array(any, { minLength: 1 }),
          space,
          fc.json({ noUnicodeString: false }),
          (all, gap, other) => {
            fc.pre(!/__proto__|constructor|prototype|\\u/.test(other));
            const rows = all.map((at) => `{"other":${other},"at"${gap}:${gap}${at}${gap}}`);
            const read = readJson(`[${rows.join()}]`, exact) as { at: number | string; other: unknown }[];
            expect(read.map(({ at }) => BigInt(at))).toEqual(all);
            expect(read[0]!.other).toEqual(JSON.parse(other));
          },
        ),
      );
    });

    it('readJson: only what a double would round becomes text, and only under such a name', () => {
      expect(readJson('{"at":123456789012345,"x":1234567890123456789}', exact)).toEqual({
        at: 123456789012345,
        x: 1234567890123456800,
      });
      expect(readJson('{"at":[1234567890123456789],"b":{"at":1.5e18}}', exact)).toEqual({
        at: [1234567890123456800],
        b: { at: 1.5e18 },
      });
      expect(readJson('{"at":1764000000.1234567890}', exact)).toEqual({ at: '1764000000.1234567890' });
      expect(readJson('{"at":1764000000123456789}')).toEqual({ at: 1764000000123456800 });
    });

    it.each([
      '{"at":01764000000123456789}',
      '{"at":1764000000123456789.}',
      '{"at":-}',
      '{"at":1764000000123456789 1}',
    ])('readJson: %s is no JSON there either, at the same place', (text) => {
      const refusalOf = (read: () => unknown) => {
        try {
          return read();
        } catch (error) {
          return error;
        }
      };
      const refusal = refusalOf(() => readJson(text, exact));
      expect(refusal).toBeInstanceOf(JsonRefused);
      expect(refusal).toEqual(refusalOf(() => readJson(text)));
    });
  });
});
