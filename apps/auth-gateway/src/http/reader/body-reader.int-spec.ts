import { afterAll, describe, expect, it } from '@jest/globals';
import type { BodyFormat } from './body-format.js';
import { BodyReader } from './body-reader.js';

const formats: readonly (readonly [
  format: BodyFormat,
  text: (length: number) => string,
  value: (length: number) => unknown,
])[] = [
  [
    { type: 'json', bounds: undefined },
    (length) => JSON.stringify({ a: 'x'.repeat(length) }),
    (length) => ({ a: 'x'.repeat(length) }),
  ],
  [
    { type: 'urlencoded', maxPairs: 2 },
    (length) => `a=${'%78'.repeat(length)}&b=1`,
    (length) => [
      ['a', 'x'.repeat(length)],
      ['b', '1'],
    ],
  ],
];

describe('reading of bodies', () => {
  const reader = new BodyReader();
  afterAll(() => reader.close());

  const asked = (text: string): Buffer => {
    const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
    bytes.write(text);
    return bytes;
  };

  it.each(formats.flatMap((each) => [[...each, true] as const, [...each, false] as const]))(
    'bodies: one of more than 256 KiB, read as %j, goes to a thread, a small one does not',
    async (format, text, value, isStranger) => {
      const [large, small] = [asked(text(300_000)), asked(text(10))];
      const readings = [large, small].map((bytes) => reader.read(bytes, format, isStranger));
      expect(await Promise.all(readings)).toEqual([value(300_000), value(10)]);
      /* What went to a thread is no longer here. */
      expect([large.byteLength, small.byteLength]).toEqual([0, text(10).length]);
    },
  );

  it('bodies: a large form of too many pairs is refused by the thread', async () => {
    const reading = reader.read(asked('a=1&'.repeat(100_000)), { type: 'urlencoded', maxPairs: 200 }, true);
    await expect(reading).rejects.toMatchObject({
      code: 'MALFORMED_BODY',
      details: { reason: 'Form parse error - More than 200 fields' },
    });
  });
});
