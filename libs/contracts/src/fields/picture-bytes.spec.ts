import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type AnyOperation,
  contracts,
  type DeclaredField,
  fieldsOf,
  listClass,
  pictureBytes,
} from '../index.js';

/** Bytes that begin and end as those of a JPEG do. */
const files = fc
  .uint8Array({ minLength: 150, maxLength: 600 })
  .map((middle) => Buffer.from([0xff, 0xd8, 0xff, 0xe0, ...middle, 0xff, 0xd9]));
const base64 = (bytes: Buffer): string => bytes.toString('base64');
const lines = (width: number, end: string) => (bytes: Buffer) =>
  base64(bytes).replace(new RegExp(`.{${width}}(?=.)`, 'g'), (line) => line + end);

const ways: readonly (readonly [string, (bytes: Buffer) => string])[] = [
  ['base64', base64],
  ['base64 without padding', (bytes) => base64(bytes).replace(/=+$/, '')],
  ['base64url', (bytes) => bytes.toString('base64url')],
  ['base64url with padding', (bytes) => base64(bytes).replaceAll('+', '-').replaceAll('/', '_')],
  ['a data URL', (bytes) => `data:image/jpeg;base64,${base64(bytes)}`],
  ['a data URL of another type', (bytes) => `DATA:text/html;x=1;base64,${base64(bytes)}`],
  ['a data URL without a type', (bytes) => `data:;base64, ${base64(bytes)}`],
  ['lines of MIME', lines(76, '\r\n')],
  ['lines of PEM and a last line break', (bytes) => `${lines(64, '\n')(bytes)}\n`],
  ['lines that a shell joined by spaces', lines(76, ' ')],
  ['indented lines', lines(64, '\n    ')],
  ['lines of another width', lines(100, '\n')],
  ['a form in which nobody escaped +', (bytes) => base64(bytes).replaceAll('+', ' ')],
  ['lines in a form in which nobody escaped +', (bytes) => lines(76, '\n')(bytes).replaceAll('+', ' ')],
  [
    'a data URL in a form in which nobody escaped +',
    (bytes) => `data:image/jpeg;base64,${base64(bytes).replaceAll('+', ' ')}`,
  ],
  ['a form that was encoded twice', (bytes) => encodeURIComponent(`data:image/jpeg;base64,${base64(bytes)}`)],
];

const reasonOf = (text: string): unknown => {
  try {
    return [...pictureBytes(text)];
  } catch (error) {
    const { code, details } = error as { code: string; details: { reason: string } };
    return `${code}: ${details.reason}`;
  }
};

describe('pictureBytes', () => {
  it.each(ways)('pictureBytes: any file is read back from %s', (_, write) => {
    fc.assert(
      fc.property(files, (bytes) => expect(Buffer.from(pictureBytes(write(bytes))).equals(bytes)).toBe(true)),
    );
  });

  it.each([
    ['', 'The text is empty.'],
    ['data:image/png;base64,', 'The text is empty.'],
    ['data:image/png,aGVs', 'The data URL is not base64.'],
    ['this is not base64!', 'Character 19 (U+0021) does not belong to base64.'],
    ["b'aGVsbG8='", 'Character 2 (U+0027) does not belong to base64.'],
    ['"aGVsbG8="', 'Character 1 (U+0022) does not belong to base64.'],
    ['blob:https://example.org/1', 'Character 5 (U+003A) does not belong to base64.'],
    ['data:image/png;base64,aGV\u{1F600}', 'Character 26 (U+1F600) does not belong to base64.'],
    ['aGVs%252BbG8', 'Character 5 (U+0025) does not belong to base64.'],
    ['aGVsb', 'The text is not as long as base64 can be: a part of it is missing.'],
    ['aG-s+bG8', 'The text mixes the alphabets of base64 (+ and /) and base64url (- and _).'],
    ...['aG=Vs', 'aGVs=', 'aGVsbG8==', 'aGVsbA===', 'aGVsbG8=aGVsbG8=', '='].map(
      (text) =>
        [
          text,
          'The text has padding (=) where none belongs: it is two texts, or a part of one is missing.',
        ] as const,
    ),
  ])('pictureBytes: %j is refused with its reason', (text, reason) => {
    expect(reasonOf(text)).toBe(`IMAGE_NOT_BASE64: ${reason}`);
  });

  it('pictureBytes: what another decoder reads differently is never read in silence', () => {
    const alphabet = [...'Ab1+/-_= \n%2\u00e4'];
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 12 }), (text) => {
        const read = reasonOf(text);
        if (Array.isArray(read) && /^[\w+/=-]*$/.test(text))
          expect(read).toEqual([...Buffer.from(text, 'base64')]);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['spaces', ' '.repeat(16_000_000)],
    ['lines of one character', 'A\n'.repeat(8_000_000)],
    ['characters between spaces', 'A '.repeat(8_000_000)],
    ['escapes', '%41'.repeat(5_000_000)],
    ['padding', '='.repeat(16_000_000)],
    ['almost lines', `${`${'A'.repeat(76)} `.repeat(200_000)}!`],
  ])('pictureBytes: 16 MB of %s take no time that others notice', (_, text) => {
    const before = process.cpuUsage();
    try {
      pictureBytes(text);
    } catch {
      /* Most are refused. */
    }
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(1500);
  });
});

const inputs = contracts
  .flatMap(({ operations }) => Object.values<AnyOperation>(operations))
  .flatMap(({ http, body }) => (http && body ? [body] : []));

function textsOf(Class: new () => unknown, seen = new Set<unknown>()): (readonly [string, DeclaredField])[] {
  const Item = listClass(Class)?.Item ?? Class;
  if (seen.has(Item)) return [];
  seen.add(Item);
  return fieldsOf(Item).flatMap((field) => [
    ...(field.type.text ? [[`${Item.name}.${field.name}`, field] as const] : []),
    ...(field.type.refers?.() ?? []).flatMap((each) => textsOf(each, seen)),
  ]);
}

describe('pictures in inputs', () => {
  const texts = new Map(inputs.flatMap((Class) => textsOf(Class)));

  it('pictures: every text of an input that carries a picture is declared as one', () => {
    const pictures = [...texts].filter(([, { type }]) => type.text === 'picture').map(([name]) => name);
    const named = [...texts]
      .filter(([, { name, options }]) =>
        /image|photo|picture|frame_data|base64/i.test(`${name} ${options.description ?? ''}`),
      )
      .map(([name]) => name)
      .filter((name) => !name.endsWith('_url'));
    expect(pictures.length).toBeGreaterThan(5);
    expect(named.filter((name) => !pictures.includes(name))).toEqual([]);
  });
});
