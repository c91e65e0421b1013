import { DomainError } from '@argus/contracts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readDataUrl } from './data-url.js';

describe('readDataUrl', () => {
  it('readDataUrl: any bytes are read back, as base64 and as a data URL of any type', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 300 }),
        fc.constantFrom('', 'image/jpeg', 'text/html;x=1'),
        (bytes, type) => {
          const base64 = Buffer.from(bytes).toString('base64');
          expect([...readDataUrl(base64)]).toEqual([...bytes]);
          expect([...readDataUrl(`data:${type};base64,${base64}`)]).toEqual([...bytes]);
        },
      ),
    );
  });

  it('readDataUrl: line breaks of MIME encoders and missing padding are accepted', () => {
    expect(Buffer.from(readDataUrl('aGVs\r\nbG8')).toString()).toBe('hello');
  });

  it.each(['', 'data:image/png;base64,', 'not base64!', 'aGVs*bG8=', 'aG=Vs', 'data:image/png,aGVs'])(
    'readDataUrl: %j is refused',
    (text) => {
      expect(() => readDataUrl(text)).toThrow(new DomainError('IMAGE_NOT_BASE64'));
    },
  );
});
