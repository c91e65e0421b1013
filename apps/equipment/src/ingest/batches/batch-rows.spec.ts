import { describe, expect, it } from '@jest/globals';
import { rowsOf } from './batch-rows.js';

const json = '{"equipment":1,"temperature":20,"speed":1,"pressure":1}';
const texts = [
  ['application/json', `[${json}]`],
  ['application/x-ndjson', `${json}\n`],
  ['text/csv', 'equipment,temperature,speed,pressure\n1,20,1,1\n'],
] as const;

async function read(text: string, media_type: string): Promise<unknown[]> {
  const rows: unknown[] = [];
  const body = { content: Buffer.from(text), media_type, encoding: 'identity' } as const;
  for await (const piece of rowsOf(body)) rows.push(...piece);
  return rows;
}

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
