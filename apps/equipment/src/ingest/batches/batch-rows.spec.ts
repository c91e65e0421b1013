import { describe, expect, it } from '@jest/globals';
import { rowsOf } from './batch-rows.js';

const json = '{"equipment":1,"temperature":20,"speed":1,"pressure":1}';
const texts = [
  ['application/json', `[${json}]`],
  ['application/x-ndjson', `${json}\n`],
  ['text/csv', 'equipment,temperature,speed,pressure\n1,20,1,1\n'],
] as const;

async function read(text: string | Buffer, media_type: string): Promise<unknown[]> {
  const rows: unknown[] = [];
  const body = { content: Buffer.from(text as string), media_type, encoding: 'identity' } as const;
  for await (const piece of rowsOf(body)) rows.push(...piece);
  return rows;
}

/* One table as spreadsheets save it. */
const csv =
  'equipment,temperature,speed,pressure,measured_at\n1,20.5,1,-0.25,2026-03-15T08:45:00Z\n1,7,2,3,\n';
const separated = (by: string, decimal: string): string =>
  csv.replaceAll(',', by).replaceAll(/(?<=\d)\.(?=\d)/g, decimal);
const bigEndian = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

describe('CSV of spreadsheets', () => {
  it.each<[string, string | Buffer]>([
    ['semicolons and decimal commas', separated(';', ',')],
    ['semicolons and decimal points', separated(';', '.')],
    ['quoted semicolons', separated(';', ',').replaceAll(/[^;\n]+/g, '"$&"')],
    ['tabs and decimal commas', separated('\t', ',')],
    ['a line that names the separator', `sep=;\r\n${separated(';', ',')}`],
    ['columns and rows that a spreadsheet emptied', `${csv.replaceAll('\n', ',,\n')},,,,,,\n , , , , , ,\n`],
    ['UTF-16 with tabs', Buffer.from(`\ufeff${separated('\t', ',')}`, 'utf16le')],
    ['UTF-16 of the other byte order', bigEndian(`\ufeff${csv}`)],
    ['lines of Windows', separated(';', ',').replaceAll('\n', '\r\n')],
  ])('CSV with %s is the same table', async (_, table) => {
    const expected = await read(csv, 'text/csv');
    expect(expected).toMatchObject([{ temperature: 20.5, pressure: -0.25 }, { measuredAtUs: null }]);
    expect(await read(table, 'text/csv')).toEqual(expected);
  });

  it.each<[string, string | Buffer, RegExp]>([
    ['both kinds of decimals', separated(';', ',').replace('7;2', '7.5;2'), /with commas and with points/],
    ['bars', csv.replaceAll(',', '|'), /Commas, semicolons or tabs separate columns/],
    ['UTF-16 without a mark', Buffer.from(csv, 'utf16le'), /UTF-16 without a byte order mark/],
    ['half a character', Buffer.from(`\ufeff${csv}`, 'utf16le').subarray(0, -1), /damaged or cut off/],
  ])('CSV with %s is refused, and the error says so', async (_, table, reason) => {
    await expect(read(table, 'text/csv')).rejects.toMatchObject({
      code: 'MALFORMED_BODY',
      details: { reason: expect.stringMatching(reason) },
    });
  });

  it('CSV with commas: a number with a decimal comma stays refused as a number', async () => {
    const table = csv.replace('20.5', '"20,5"');
    expect((await read(table, 'text/csv'))[0]).toMatchObject([
      { path: ['temperature'], code: 'not_a_number' },
    ]);
  });
});

describe('rows of a batch', () => {
  it.each(texts)('batch: a byte order mark before %s is left out', async (type, text) => {
    const plain = await read(text, type);
    expect(plain).toHaveLength(1);
    expect(await read(`\ufeff${text}`, type)).toEqual(plain);
  });

  it.each(texts.slice(0, 2))('batch: a second byte order mark before %s is refused', async (type, text) => {
    await expect(read(`\ufeff\ufeff${text}`, type)).rejects.toMatchObject({ code: 'MALFORMED_BODY' });
  });
});
