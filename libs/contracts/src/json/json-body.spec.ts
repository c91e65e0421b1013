import { describe, expect, it } from '@jest/globals';
import { jsonTextOf, readJsonBody } from './json-body.js';

describe('JSON with a byte order mark', () => {
  it('JSON: one UTF-8 byte order mark at its beginning is ignored, in NDJSON too', () => {
    expect(readJsonBody(Buffer.from('\ufeff{"a":1}'))).toEqual({ a: 1 });
    expect(jsonTextOf(Buffer.from('\ufeff{"a":1}\n{"a":2}'))).toBe('{"a":1}\n{"a":2}');
  });

  it('JSON: a second byte order mark, or one elsewhere, is refused', () => {
    for (const text of ['\ufeff\ufeff1', '1\ufeff', '{\ufeff}'])
      expect(() => readJsonBody(Buffer.from(text))).toThrow('MALFORMED_BODY');
  });
});
