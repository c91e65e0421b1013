import { gzipSync } from 'node:zlib';
import { Instant, type RawBody, type TimestampUnit, timestampUnits } from '@argus/contracts';
import { ServiceReplica } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { equipmentService } from '../../index.js';
import { EquipmentController } from '../../machines/equipment.controller.js';
import { listReadings } from '../../testing/list-readings.js';
import { BatchController } from './batch.controller.js';

let replica: ServiceReplica;
let batches: BatchController;
const robot = { equipment_type: 'Robot', model: 'R100', installation_date: '2024-01-02' } as const;

beforeAll(async () => {
  replica = await ServiceReplica.start(equipmentService);
  batches = replica.get(BatchController);
});

afterAll(async () => {
  await replica.stop();
});

const equipment = async (): Promise<number> =>
  (await replica.get(EquipmentController).create({ body: robot })).id;
const list = (id: number) => listReadings(replica, { equipment: id, ordering: 'timestamp' });
const count = async (): Promise<number> => {
  const [row] = await replica.database.query<{ count: number }>('SELECT count(*) FROM reading');
  return row!.count;
};

const send = (
  text: string | Buffer,
  media_type = 'application/x-ndjson',
  encoding: RawBody['encoding'] = 'identity',
  timestamp_unit?: TimestampUnit,
) =>
  batches.store({
    query: { ...(timestamp_unit && { timestamp_unit }) },
    body: { content: Buffer.from(text), media_type, encoding },
  });
const startMs = Date.now() - 86_400_000;
const rows = (id: number, length: number, from = 0) =>
  Array.from({ length }, (_, at) => ({
    equipment: id,
    temperature: 20 + at,
    speed: 100,
    pressure: 1.5,
    measured_at: new Date(startMs + (from + at) * 1000).toISOString(),
  }));
const ndjson = (all: readonly object[]) => all.map((row) => JSON.stringify(row)).join('\n');

describe('a batch of readings', () => {
  it('Batch: JSON array, NDJSON, CSV and gzip store the same readings', async () => {
    const expected = { received: 300, stored: 300, duplicates: 0, conflicts: 0 };
    const columns = ['equipment', 'temperature', 'speed', 'pressure', 'measured_at'] as const;
    const csv = (all: ReturnType<typeof rows>) =>
      [columns.join(), ...all.map((row) => columns.map((name) => row[name]).join())].join('\r\n');
    const ids = [await equipment(), await equipment(), await equipment(), await equipment()] as const;
    expect(await send(JSON.stringify(rows(ids[0], 300)), 'application/json')).toEqual(expected);
    expect(await send(`${ndjson(rows(ids[1], 300))}\n`)).toEqual(expected);
    expect(await send(csv(rows(ids[2], 300)), 'text/csv')).toEqual(expected);
    expect(await send(gzipSync(ndjson(rows(ids[3], 300))), undefined, 'gzip')).toEqual(expected);
    const stored = await Promise.all(
      ids.map(async (id) => (await list(id)).map(({ id: _, equipment: __, ...values }) => values)),
    );
    for (const each of stored) expect(each).toEqual(stored[0]);
    expect(stored[0]?.[299]).toMatchObject({ temperature: 319, speed: 100, pressure: 1.5 });
  });

  it.each([
    ['few rows', 3],
    ['many rows, by COPY', 300],
  ])(
    'Batch: of %s, those whose time has other values are conflicts, which the answer names; a repetition in other units is none',
    async (_, length) => {
      const id = await equipment();
      const sent = rows(id, length);
      await send(ndjson(sent));
      const other = [sent[0]!, { ...sent[1]!, temperature: 99 }, { ...sent[2]!, measurements: {} }];
      const report = await send(JSON.stringify([...other, ...sent.slice(3)]), 'application/json');
      const [, stored] = await list(id);
      expect(report).toEqual({
        ...{ received: length, stored: 0, duplicates: length, conflicts: 1 },
        first_conflicts: [{ row: 2, equipment: id, measured_at: stored!.timestamp, id: stored!.id }],
      });
      expect(stored).toMatchObject({ temperature: 21 });
      const inOtherUnits = sent.map(({ temperature, speed, pressure, ...row }) => ({
        ...row,
        ...{ temperature: temperature * 1.8 + 32, temperature_unit: '°F' },
        ...{
          speed: (speed * Math.PI) / 30,
          speed_unit: 'rad/s',
          pressure: pressure * 100,
          pressure_unit: 'kPa',
        },
      }));
      expect(await send(ndjson(inOtherUnits))).toMatchObject({ duplicates: length, conflicts: 0 });
    },
  );

  it('Batch: two readings of one moment that it brings itself are a conflict, in CSV as well, and the first is stored', async () => {
    const id = await equipment();
    const [row] = rows(id, 1);
    const csv = `equipment,measured_at,temperature,speed,pressure\n${[1, 2, 2].map((value) => `${id},${row!.measured_at},${value},1,1\n`).join('')}`;
    const report = await send(csv, 'text/csv');
    expect(report).toMatchObject({ received: 3, stored: 1, duplicates: 2, conflicts: 2 });
    expect(report.first_conflicts?.map((conflict) => conflict.row)).toEqual([2, 3]);
    expect(await list(id)).toEqual([expect.objectContaining({ temperature: 1 })]);
  });

  it('Batch: of more than 100 conflicts the first 100 are named', async () => {
    const id = await equipment();
    await send(ndjson(rows(id, 150)));
    const report = await send(ndjson(rows(id, 150).map((row) => ({ ...row, pressure: 9 }))));
    expect([report.conflicts, report.first_conflicts?.at(-1)?.row]).toEqual([150, 100]);
  });

  it('Batch: repeated in whole or in part, it is stored once, and late readings are sorted in', async () => {
    const id = await equipment();
    expect(await send(ndjson(rows(id, 400)))).toEqual({
      received: 400,
      stored: 400,
      duplicates: 0,
      conflicts: 0,
    });
    expect(await send(ndjson(rows(id, 400)))).toEqual({
      received: 400,
      stored: 0,
      duplicates: 400,
      conflicts: 0,
    });
    const earlier = rows(id, 400, -200).map((row, at) => ({ ...row, temperature: at - 180 }));
    expect(await send(ndjson(earlier))).toEqual({
      ...{ received: 400, stored: 200, duplicates: 200, conflicts: 0 },
    });
    const both = [...rows(id, 150, 1000), ...rows(id, 150, 1000)];
    expect(await send(ndjson(both))).toEqual({ received: 300, stored: 150, duplicates: 150, conflicts: 0 });
    const times = (await list(id)).map(({ timestamp }) => timestamp);
    expect(times).toHaveLength(750);
    expect([...times].sort()).toEqual(times);
  });

  it('Batch: readings without a time get distinct ones, also from concurrent writers', async () => {
    const id = await equipment();
    const timeless = ndjson(
      Array.from({ length: 300 }, () => ({ equipment: id, temperature: 1, speed: 1, pressure: 1 })),
    );
    const reports = await Promise.all(Array.from({ length: 6 }, () => send(timeless)));
    for (const report of reports)
      expect(report).toEqual({ received: 300, stored: 300, duplicates: 0, conflicts: 0 });
    expect(new Set((await list(id)).map(({ timestamp }) => timestamp)).size).toBe(1800);
  });

  it('Batch: only its bytes limit the number of readings', async () => {
    const row = `{"equipment":${await equipment()},"temperature":1,"speed":1,"pressure":1}\n`;
    const received = 200_000;
    expect(await send(row.repeat(received))).toEqual({
      received,
      stored: received,
      duplicates: 0,
      conflicts: 0,
    });
  });

  it('Batch: microseconds, time offsets, qualities and units are understood', async () => {
    const id = await equipment();
    const [day] = new Date(startMs).toISOString().split('T');
    const reading = {
      equipment: id,
      temperature: 212,
      speed: '1',
      pressure: 1,
      measured_at: `${day}T10:00:00.123456+02:00`,
    };
    await send(
      ndjson([
        { ...reading, temperature_unit: '°F', speed_unit: 'Hz', pressure_unit: 'MPa', quality: 'uncertain' },
      ]),
    );
    expect(await list(id)).toEqual([
      expect.objectContaining({
        timestamp: `${day}T08:00:00.123456Z`,
        temperature: 100,
        speed: 60,
        pressure: 10,
      }),
    ]);
  });

  describe('Batch: times as numbers', () => {
    const startUs = BigInt(startMs) * 1000n + 123_456n;
    const digitsOf = { s: [6, 0n], ms: [3, 0n], us: [0, 0n], ns: [0, 499n] } as const;
    /** Writes a time of microseconds as a number of the unit; with nanoseconds that are to be rounded off, if it has them. */
    const written = (us: bigint, unit: TimestampUnit): string => {
      const [decimals, ns] = digitsOf[unit];
      if (unit === 'ns') return String(us * 1000n + ns);
      const digits = String(us);
      return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
    };
    const times = [0n, 1n, 250n, 999n, 1_000_000n].map((after) => startUs + after);
    const values = (id: number, time: string, more = '') =>
      `{"equipment":${id},"temperature":1,"speed":1,"pressure":1,"measured_at":${time}${more}}`;
    const texts: Record<'JSON array' | 'NDJSON' | 'CSV', (all: string[]) => readonly [string, string]> = {
      'JSON array': (all: string[]) => [`[${all.join()}]`, 'application/json'],
      NDJSON: (all: string[]) => [all.join('\n'), 'application/x-ndjson'],
      CSV: (all: string[]) => [
        ['equipment,temperature,speed,pressure,measured_at,timestamp_unit']
          .concat(
            all.map((row) =>
              Object.values(JSON.parse(row) as object)
                .concat('')
                .slice(0, 6)
                .join(),
            ),
          )
          .join('\n'),
        'text/csv',
      ],
    };
    const cases = Object.keys(texts).flatMap((format) =>
      timestampUnits.map((unit) => [format, unit] as const),
    );

    it.each(cases)(
      'Batch: %s with times in %s keeps every microsecond, with the unit of the request or of each row',
      async (format, unit) => {
        const expected = times.map((us) => Instant.ofUs(us).toString());
        for (const place of ['request', 'row'] as const) {
          const id = await equipment();
          const more = place === 'row' ? `,"timestamp_unit":"${unit}"` : '';
          /* As text, since JSON.parse in the CSV case would round. */
          const all = times.map((us) =>
            values(id, `${format === 'CSV' ? `"${written(us, unit)}"` : written(us, unit)}`, more),
          );
          const [text, mediaType] = texts[format as keyof typeof texts](all);
          const sent = send(text, mediaType, 'identity', place === 'request' ? unit : undefined);
          expect(await sent).toEqual({ received: 5, stored: 5, duplicates: 0, conflicts: 0 });
          expect((await list(id)).map(({ timestamp }) => timestamp)).toEqual(expected);
        }
      },
    );

    it.each([
      ['JSON array', 'timestamp'],
      ['NDJSON', 'ts'],
      ['CSV', 'time'],
    ] as const)(
      'Batch: %s whose row has only a %s is refused with the number of the row, and nothing is stored',
      async (format, name) => {
        const id = await equipment();
        const good = values(id, `"${new Date(startMs).toISOString()}"`);
        const stray = `{"equipment":${id},"temperature":1,"speed":1,"pressure":1,"${name}":${startMs}}`;
        const csv = `equipment,temperature,speed,pressure,measured_at,${name}\n${id},1,1,1,${new Date(startMs).toISOString()},\n${id},1,1,1,,${startMs}`;
        const [text, mediaType] =
          format === 'CSV' ? ([csv, 'text/csv'] as const) : texts[format]([good, stray]);
        const before = await count();
        await expect(send(text, mediaType)).rejects.toMatchObject({
          details: {
            issues: [
              {
                path: ['rows', 2, name],
                params: { text: 'This looks like a time, but times are read from measured_at alone.' },
              },
            ],
          },
        });
        expect(await count()).toBe(before);
      },
    );

    it('Batch: a reading with measured_at may have another time beside it, and one without may have durations', async () => {
      const id = await equipment();
      const timed = { ...rows(id, 1)[0], received_at: '2026-11-30T08:00:00Z' };
      const timeless = { equipment: id, temperature: 1, speed: 1, pressure: 1, cycle_time: 12 };
      expect(await send(ndjson([timed, timeless]))).toMatchObject({ stored: 2 });
    });

    it.each(['NaN', 'Infinity', '1e18', '1_000'])(
      'Batch: CSV with the time %s is refused with its row',
      async (time) => {
        const text = `equipment,temperature,speed,pressure,measured_at\n${await equipment()},1,1,1,${time}`;
        await expect(send(text, 'text/csv', 'identity', 'ns')).rejects.toMatchObject({
          details: { issues: [{ path: ['rows', 1, 'measured_at'], code: 'not_a_datetime' }] },
        });
      },
    );
  });

  it('Batch: is refused as a whole, with the row and field of each problem', async () => {
    const id = await equipment();
    const good = rows(id, 3);
    const before = await count();
    const refusedRows = (body: readonly object[]) => expect(send(ndjson(body))).rejects;
    await refusedRows([...good, { ...good[0], temperature: 'hot' }, { equipment: id }]).toMatchObject({
      code: 'VALIDATION_FAILED',
      details: {
        issues: [
          { path: ['rows', 4, 'temperature'], code: 'not_a_number' },
          { path: ['rows', 5, 'temperature'], code: 'required' },
          { path: ['rows', 5, 'speed'], code: 'required' },
          { path: ['rows', 5, 'pressure'], code: 'required' },
        ],
      },
    });
    await refusedRows([...good, { ...good[0], equipment: 987654 }]).toMatchObject({
      details: { issues: [{ path: ['rows', 4, 'equipment'], code: 'no_such_key' }] },
    });
    for (const measured_at of [
      '9999-12-31T00:00:00Z',
      '10000-01-01T00:00:00Z',
      '2001-01-01T00:00:00Z',
      '2026-02-30T00:00:00Z',
      'x',
      5,
    ])
      await refusedRows([...good, { ...good[0], measured_at }]).toMatchObject({
        details: { issues: [{ path: ['rows', 4, 'measured_at'] }] },
      });
    const wrong = Array.from({ length: 500 }, () => ({ equipment: 'x' }));
    await expect(send(ndjson(wrong))).rejects.toMatchObject({ details: { issues: { length: 100 } } });
    expect(await count()).toBe(before);
  });

  it('Batch: a malformed body is refused: NaN, numbers out of range, bad headers, damaged or oversized gzip', async () => {
    const id = await equipment();
    const before = await count();
    const malformed = { code: 'MALFORMED_BODY' };
    const row = `{"equipment":${id},"temperature":1,"speed":1,"pressure":`;
    await expect(send(`${row}NaN}`)).rejects.toMatchObject(malformed);
    await expect(send(`${row}1e400}`)).rejects.toMatchObject(malformed);
    await expect(send(`${row}1e101}`)).rejects.toMatchObject({
      details: { issues: [{ path: ['rows', 1, 'pressure'], code: 'too_large' }] },
    });
    await expect(send('{"a":1}', 'application/json')).rejects.toMatchObject(malformed);
    await expect(send(`[${row}1}`, 'application/json')).rejects.toMatchObject(malformed);
    await expect(send(`equipment,temperature\n${id}`, 'text/csv')).rejects.toMatchObject(malformed);
    const lacks = (names: string) => ({
      ...malformed,
      details: { reason: `The CSV header lacks ${names}.` },
    });
    const all = 'equipment, temperature, speed, pressure';
    await expect(send('equipment,temperature\n', 'text/csv')).rejects.toMatchObject(lacks('speed, pressure'));
    await expect(send('', 'text/csv')).rejects.toMatchObject(lacks(all));
    await expect(send(`${id},1,2,3\n`, 'text/csv')).rejects.toMatchObject(lacks(all));
    const header = 'pressure , speed,temperature,equipment';
    expect(await send(`${header}\n`, 'text/csv')).toEqual({
      received: 0,
      stored: 0,
      duplicates: 0,
      conflicts: 0,
    });
    await expect(send(`${header},speed\n1,2,3,${id},4\n`, 'text/csv')).rejects.toMatchObject({
      ...malformed,
      details: { reason: 'The CSV header names speed twice.' },
    });
    /* A misspelt time column must not date a history now. */
    await expect(
      send(`${header},mesured_at\n1,2,3,${id},2026-11-18T07:00:00Z\n`, 'text/csv'),
    ).rejects.toMatchObject({
      ...malformed,
      details: { reason: expect.stringMatching(/lacks measured_at and has mesured_at, which is none of/) },
    });
    const packed = gzipSync(ndjson(rows(id, 1000)));
    await expect(send(packed.subarray(0, packed.length / 2), undefined, 'gzip')).rejects.toMatchObject(
      malformed,
    );
    await expect(send(Buffer.from('not gzip'), undefined, 'gzip')).rejects.toMatchObject(malformed);
    const endless = gzipSync(Buffer.alloc(8 * 1024 * 1024, 0x20));
    await expect(send(endless, undefined, 'gzip')).rejects.toMatchObject(malformed);
    await expect(send(endless, 'text/csv', 'gzip')).rejects.toMatchObject(malformed);
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x0a));
    await expect(send(bomb, undefined, 'gzip')).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
    expect(await count()).toBe(before);
  });
});
