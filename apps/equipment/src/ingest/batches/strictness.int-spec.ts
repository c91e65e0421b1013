import { gzipSync } from 'node:zlib';
import { type DomainError, readJsonBody } from '@argus/contracts';
import { ServiceReplica } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { equipmentService } from '../../index.js';
import fc from 'fast-check';
import { ReadingController } from '../reading.controller.js';
import { newRobot } from '../../testing/alarm-fixture.js';
import { BatchController } from './batch.controller.js';

let replica: ServiceReplica;
let id: number;

beforeAll(async () => {
  replica = await ServiceReplica.start(equipmentService);
  id = await newRobot(replica);
});

afterAll(async () => {
  await replica.stop();
});

const bulk = (content: Buffer, media_type: string, encoding: 'identity' | 'gzip' = 'identity') =>
  replica.get(BatchController).store({ query: {}, body: { content, media_type, encoding } });
/** Reads the body as the gateway does, then calls the service. */
const single = async (content: Buffer) =>
  replica.get(ReadingController).create({ body: readJsonBody(content) });

interface Refusal {
  readonly code: string;
  readonly reason: string;
  readonly fields: readonly unknown[];
}

async function verdictOn(answer: Promise<unknown>): Promise<'stored' | Refusal> {
  try {
    await answer;
    return 'stored';
  } catch (error) {
    const { code, details } = error as DomainError;
    const { reason = '', issues = [] } = details as {
      reason?: string;
      issues?: readonly { path: readonly unknown[] }[];
    };
    return { code, reason, fields: issues.map(({ path }) => path.at(-1)) };
  }
}
const codeOf = (verdict: 'stored' | Refusal): string => (verdict === 'stored' ? verdict : verdict.code);

const V8_WORDS = /token|JSON at position|is not valid JSON|JSON input|double-quoted/;
const nest = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const value = fc.oneof(
  { weight: 6, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map(String) },
  { weight: 6, arbitrary: fc.integer().map(String) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      ...['NaN', 'Infinity', '1e400', '-1e999', '1e101', '9'.repeat(400), '01', '1.', '-', '0x1', '-0'],
      ...['"1"', '"1.5"', '" 2"', '"hot"', '""', '"\\ud800"', '"\\u0000"', '"\\x"', '"1', 'null', 'true'],
      ...[
        '[]',
        '{}',
        '{"a":1,"a":2}',
        '[1,',
        nest(62),
        nest(63),
        nest(64),
        '[{"a":'.repeat(300),
        'undefined',
      ],
    ),
  },
);
const extra = fc.oneof(
  { weight: 12, arbitrary: fc.constant('') },
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      ...['"speed":1', '"\\u0073peed":1', '"equipment":1', '"note":"x"', '"note":"\\ud800"', '"note":"😀"'],
      ...[
        '"__proto__":{}',
        '"constructor":1',
        '"__pr\\u006fto__":1',
        '"a\\u0000":1',
        '"a":1,"a":1',
        '"a":{"b":{}}',
      ],
      ...[
        '"quality":"bad"',
        '"quality":"x"',
        '"measured_at":"x"',
        '"measured_at":null',
        '',
        ' ',
        'x',
        '"a"',
        '"a":',
      ],
    ),
  },
);
const text = fc
  .tuple(
    value,
    value,
    value,
    extra,
    fc.constantFrom('', ' ', '\t'),
    fc.constantFrom('}', '}', '}', '}', ' }', '', ',}', '}}', ']', '} x', '},'),
  )
  .map(
    ([temperature, speed, pressure, more, gap, end]) =>
      `{${gap}"equipment":${gap}${id},"temperature":${temperature}${gap},"speed":${speed},"pressure":${pressure}${more && `,${more}`}${end}`,
  );
const damage = fc.oneof(
  { weight: 8, arbitrary: fc.constant((bytes: Buffer) => bytes) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.nat(), fc.constantFrom([0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xc3], [0]))
      .map(([at, bad]) => (bytes: Buffer) => {
        const place = at % bytes.length;
        return Buffer.concat([bytes.subarray(0, place), Buffer.from(bad), bytes.subarray(place)]);
      }),
  },
);

describe('strictness of batches', () => {
  it('Batch: a reading is refused in every format exactly if it is refused alone', async () => {
    const [open, comma, close] = ['[', ',', ']'].map((mark) => Buffer.from(mark)) as [Buffer, Buffer, Buffer];
    const good = Buffer.from(`{"equipment":${id},"temperature":1,"speed":1,"pressure":1}`);
    const lineFeed = Buffer.from('\n');
    await fc.assert(
      fc.asyncProperty(text, damage, async (written, damaged) => {
        const bytes = damaged(Buffer.from(written));
        const alone = await verdictOn(single(bytes));
        const lines = Buffer.concat([good, lineFeed, lineFeed, bytes, lineFeed, good]);
        const array = Buffer.concat([open, good, comma, bytes, close]);
        const batches = [
          await verdictOn(bulk(lines, 'application/x-ndjson')),
          await verdictOn(bulk(gzipSync(lines), 'application/x-ndjson', 'gzip')),
          await verdictOn(bulk(array, 'application/json')),
        ];
        for (const [index, batch] of batches.entries()) {
          expect([codeOf(batch), written]).toEqual([codeOf(alone), written]);
          if (batch === 'stored') continue;
          expect(batch.reason).not.toMatch(V8_WORDS);
          if (batch.code === 'MALFORMED_BODY' && index < 2) expect(batch.reason).toMatch(/^Line 3\b/);
        }
      }),
      { numRuns: 250 },
    );
  });

  const row = (more = '') => `{"equipment":${id},"temperature":1,"speed":1,"pressure":1${more}}`;
  const reasonOf = async (content: string | Buffer, type = 'application/x-ndjson') =>
    ((await verdictOn(bulk(Buffer.from(content), type))) as Refusal).reason;

  it.each([
    ['a key twice', () => row(',"speed":2'), 'The key "speed" occurs twice: column'],
    [
      'a key that reaches for the prototype',
      () => row(',"__proto__":1'),
      'The key "__proto__" is not allowed: column',
    ],
    ['depth', () => row(`,"a":${nest(64)}`), 'Nested deeper than 64 levels: column'],
    ['half a surrogate pair', () => row(',"a":"\\ud800"'), 'Lone surrogate in a string: column'],
    ['a number out of range', () => row(',"a":1e400'), 'Number out of range: column'],
    ['a line that is cut off', () => row().slice(0, -1), "Expecting ',' delimiter: column"],
  ])('NDJSON: a refusal because of %s names the line', async (_, bad, reason) => {
    expect(await reasonOf(`${row()}\n${bad()}\n${row()}`)).toContain(`Line 2: JSON parse error - ${reason}`);
  });

  it('NDJSON and CSV: a line that is not UTF-8 is refused by its number', async () => {
    const bad = Buffer.concat([
      Buffer.from(`${row()}\n${row()}\n`),
      Buffer.from([0x22, 0xff, 0x22]),
      Buffer.from('\n'),
    ]);
    expect(await reasonOf(bad)).toBe('Line 3 is not UTF-8.');
    const csv = Buffer.concat([
      Buffer.from(`equipment,temperature,speed,pressure,note\n${id},1,1,1,`),
      Buffer.from([0xff]),
    ]);
    expect(await reasonOf(csv, 'text/csv')).toBe('Line 2 is not UTF-8.');
  });

  it('JSON array: a refusal names line, column and character', async () => {
    const array = `[${row()},\n${row(',"speed":2')}]`;
    expect(await reasonOf(array, 'application/json')).toBe(
      `JSON parse error - The key "speed" occurs twice: line 2 column ${row().length + 1} (char ${array.lastIndexOf('"speed"')})`,
    );
    for (const [broken, reason] of [
      [`[${row()} ${row()}]`, "Expecting ',' delimiter"],
      [`[${row()},]`, 'Expecting value'],
      [`[${row()}`, "Expecting ',' delimiter"],
      [`[${row()}] x`, 'Extra data'],
      ['', 'Expecting value'],
      ['{"a":1', "Expecting ',' delimiter"],
      ['{"a":1}', 'Expected a JSON array of readings.'],
    ] as const)
      expect(await reasonOf(broken, 'application/json')).toContain(reason);
  });
});
