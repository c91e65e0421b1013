import { createHash } from 'node:crypto';
import { type ExportFormat, HOUR_MS, MAX_VALUE, type StreamPiece, Instant } from '@argus/contracts';
import { ServiceReplica } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { equipmentService } from '../../index.js';
import { parquetReadObjects } from 'hyparquet';
import { EquipmentController } from '../../machines/equipment.controller.js';
import { ReadingIngest } from '../../ingest/reading-ingest.service.js';
import type { SentReading } from '../../ingest/sent-reading.js';
import { SeriesController } from './series.controller.js';

let replica: ServiceReplica;
let series: SeriesController;
let id: number;
const startMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 30 * HOUR_MS;
const LENGTH = 120_000;
/* A reading every second for a little over 33 hours: a wave with a spike. */
const valueAt = (at: number): number => (at === 77_777 ? 999 : Math.sin(at / 3000) * 10);

beforeAll(async () => {
  replica = await ServiceReplica.start(equipmentService);
  series = replica.get(SeriesController);
  const model = '=HYPERLINK("http://x")';
  const robot = { equipment_type: 'Robot', model, installation_date: '2024-01-02' } as const;
  ({ id } = await replica.get(EquipmentController).create({ body: robot }));
  const readings = Array.from({ length: LENGTH }, (_, at): SentReading => {
    const measuredAtUs = (startMs + at * 1000) * 1000;
    const values = { temperature: valueAt(at), speed: at, pressure: -at };
    return { equipmentId: id, measuredAtUs, ...values, quality: at % 1000 === 999 ? 2 : 0 };
  });
  for (let from = 0; from < LENGTH; from += 30_000)
    await replica.get(ReadingIngest).store(readings.slice(from, from + 30_000));
});

afterAll(async () => {
  await replica.stop();
});

const at = (offsetS: number): Instant => Instant.ofMs(startMs + offsetS * 1000);

describe('aggregation', () => {
  it('Aggregation: readings, minutes and hours give the same figures', async () => {
    const query = { equipment: id, from: at(0), to: at(2 * 3600) };
    const hours = await series.aggregate({ query: { ...query, bucket: 3600 } });
    const minutes = await series.aggregate({ query: { ...query, bucket: 1200 } });
    const readings = await series.aggregate({ query: { ...query, bucket: 50 } });
    expect([hours, minutes, readings].map(({ resolution }) => resolution)).toEqual([
      { source: 'hours', readings: 7193 },
      { source: 'minutes', readings: 7193 },
      { source: 'readings', readings: 7193 },
    ]);
    expect(hours.buckets).toHaveLength(2);
    const [first] = hours.buckets;
    expect(first).toMatchObject({ count: 3597, speed: { min: 0, max: 3599, first: 0, last: 3599 } });
    expect(first!.pressure).toMatchObject({ min: -3599, max: 0, first: 0, last: -3599 });
    const sum = (of: typeof minutes) =>
      of.buckets.reduce((total, { count, temperature }) => total + count * temperature.mean, 0);
    expect(sum(minutes)).toBeCloseTo(sum(hours), 6);
    expect(sum(readings)).toBeCloseTo(sum(hours), 6);
  });

  it('Aggregation: a range far longer than the readings gives their buckets alone, and asks for edges only where they are', async () => {
    const query = { equipment: id, interval: 'day', time_zone: 'America/New_York' } as const;
    const all = await series.aggregate({ query: { ...query, from: at(-3 * 86_400), to: at(5 * 86_400) } });
    const startedAt = process.cpuUsage();
    const wide = await series.aggregate({
      query: { ...query, from: Instant.parse('2000-01-01T05:00Z')!, to: at(86_400) },
    });
    expect(process.cpuUsage(startedAt).user).toBeLessThan(100_000); // microseconds; ten thousand edges took more
    expect(wide.from).toBe('2000-01-01T05:00:00Z');
    expect(wide.buckets.map(({ start }) => start)).toEqual(
      all.buckets.map(({ start }) => start).slice(0, wide.buckets.length),
    );
    expect(wide.buckets[0]).toEqual(all.buckets[0]);
    const nothing = await series.aggregate({ query: { ...query, to: Instant.parse('2000-01-01T05:00Z')! } });
    expect(nothing).toMatchObject({ to: '2000-01-01T05:00:00Z', buckets: [], resolution: { readings: 0 } });
  });

  it('Aggregation: chooses a bucket length, returns the range it covers and refuses too many buckets', async () => {
    const chosen = await series.aggregate({ query: { equipment: id, from: at(10), to: at(7210) } });
    expect(chosen).toMatchObject({ bucket: 30, from: at(0).toString() });
    const tooMany = series.aggregate({ query: { equipment: id, from: at(0), to: at(20_000), bucket: 1 } });
    await expect(tooMany).rejects.toMatchObject({ code: 'TOO_MANY_BUCKETS' });
    const backwards = series.aggregate({ query: { equipment: id, from: at(10), to: at(0) } });
    await expect(backwards).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    const unknown = series.aggregate({ query: { equipment: 99_999 } });
    await expect(unknown).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('aggregation at the borders', () => {
  it('Aggregation: a range is not widened beyond the years 1 to 9999', async () => {
    const query = {
      equipment: id,
      from: Instant.parse('0001-01-01T00:00Z')!,
      to: Instant.parse('9999-12-31T23:59:59Z')!,
    };
    for (const bucket of [undefined, 31_622_400])
      expect(await series.aggregate({ query: { ...query, ...(bucket && { bucket }) } })).toMatchObject({
        from: '0001-01-01T00:00:00Z',
        to: expect.stringMatching(/^9999-12-31T23:59:59/),
        resolution: { readings: LENGTH - LENGTH / 1000 },
      });
    const downsampled = await series.downsample({ query: { ...query, metric: 'speed', points: 10 } });
    expect(downsampled.points.length).toBeLessThanOrEqual(10);
  });

  it('Aggregation: the mean of the largest possible values is finite in every unit', async () => {
    const units = { temperature: 'K', speed: 'Hz', pressure: 'Pa' } as const;
    const robot = { equipment_type: 'Robot', model: 'R100', installation_date: '2024-01-02', units } as const;
    const huge = await replica.get(EquipmentController).create({ body: robot });
    for (let n = 0; n < 30; n++)
      await replica.get(ReadingIngest).store(
        [0, 1].map((row) => ({
          equipmentId: huge.id,
          measuredAtUs: (startMs + n * 10 + row) * 1000,
          temperature: MAX_VALUE,
          speed: -MAX_VALUE,
          pressure: row === 0 ? MAX_VALUE : -MAX_VALUE,
          quality: 0,
        })),
      );
    for (const bucket of [60, 7]) {
      const { buckets } = await series.aggregate({
        query: { equipment: huge.id, from: at(0), to: at(60), bucket },
      });
      expect(buckets).toHaveLength(1);
      expect(buckets[0]).toMatchObject({ count: 60, pressure: { mean: 0 } });
      expect(buckets[0]!.temperature.mean / MAX_VALUE).toBeCloseTo(1);
      expect(buckets[0]!.speed.mean / MAX_VALUE).toBeCloseTo(-1);
    }
  });
});

describe('downsampling', () => {
  it('Downsampling: keeps the spike and counts the dropped points', async () => {
    const query = { equipment: id, metric: 'temperature', points: 300, from: at(0), to: at(LENGTH) } as const;
    const view = await series.downsample({ query });
    expect(view.resolution).toEqual({ source: 'readings', readings: 119_880 });
    expect(view.points.length).toBeLessThanOrEqual(300);
    expect(view.points_dropped).toBe(119_880 - view.points.length);
    expect(view.points).toContainEqual({
      timestamp: at(77_777).toString(),
      value: 999,
    });
  });
});

describe('export', () => {
  const read = async (file_format: ExportFormat, equipment = id) => {
    const pieces: StreamPiece[] = [];
    let state: Uint8Array | undefined;
    do {
      const body = state === undefined ? {} : { state };
      const query = { file_format, ...(equipment > 0 && { equipment }) };
      const piece = await series.export({ query, body });
      pieces.push(piece);
      state = piece.next;
    } while (state !== undefined);
    return { pieces, all: Buffer.concat(pieces.map(({ bytes }) => bytes)) };
  };

  it('Export: CSV, NDJSON and Parquet have the same rows, written piece by piece', async () => {
    const [csv, ndjson, parquet] = [await read('csv'), await read('ndjson'), await read('parquet')];
    const lines = csv.all.toString().trimEnd().split('\r\n');
    const rows = ndjson.all
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const file = parquet.all.buffer.slice(
      parquet.all.byteOffset,
      parquet.all.byteOffset + parquet.all.length,
    );
    const readBack: Record<string, unknown>[] = await parquetReadObjects({ file });
    expect([lines.length - 1, rows.length, readBack.length]).toEqual([LENGTH, LENGTH, LENGTH]);
    for (const { pieces } of [csv, ndjson, parquet]) {
      expect(pieces.length).toBeGreaterThan(2);
      expect(Math.max(...pieces.map(({ bytes }) => bytes.length))).toBeLessThan(8 * 1024 * 1024);
    }
    const digest = (values: unknown[][]) => createHash('sha256').update(JSON.stringify(values)).digest('hex');
    const told = rows.map(({ id: row, measured_at, temperature, quality }) => [
      row,
      measured_at,
      temperature,
      quality,
    ]);
    const kept = readBack.map(({ id: row, measured_at, temperature, quality }) => [
      Number(row),
      (measured_at as Date).toISOString().replace('.000', ''),
      temperature,
      quality,
    ]);
    expect(digest(kept)).toBe(digest(told));
    expect(lines[0]).toMatch(/^id,equipment,model,measured_at,received_at,temperature,temperature_unit/);
    expect(lines[1]).toContain(`,"'=HYPERLINK(""http://x"")",`);
    expect(lines[1]).toContain(',°C,');
  });

  it('Export: goes from machine to machine, with no, few or many readings', async () => {
    const robot = { equipment_type: 'Robot', model: 'R100', installation_date: '2024-01-02' } as const;
    const own: number[] = [];
    for (let made = 0; made < 12; made++) {
      const { id: equipmentId } = await replica.get(EquipmentController).create({ body: robot });
      own.push(equipmentId);
      /* Over two weeks, in no order. */
      const readings = Array.from({ length: made % 3 === 0 ? 0 : 700 }, (_, n) => {
        const measuredAtUs = (startMs - ((n * 7919) % 700) * 1_000_000) * 1000;
        const values = { temperature: n, speed: n, pressure: n, quality: 0 };
        return { equipmentId, measuredAtUs, ...values };
      });
      if (readings.length > 0) await replica.get(ReadingIngest).store(readings);
    }
    const { all } = await read('ndjson', 0);
    const told = all
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const keys = told.map(({ equipment, measured_at }) => [Number(equipment), String(measured_at)] as const);
    const stored = await replica.database.query<{ id: number }>(
      'SELECT id FROM reading ORDER BY equipment_id, measured_at',
    );
    expect(told.map((row) => row.id)).toEqual(stored.map(({ id: row }) => row));
    for (const equipmentId of own)
      expect(keys.filter(([equipment]) => equipment === equipmentId)).toHaveLength(
        own.indexOf(equipmentId) % 3 === 0 ? 0 : 700,
      );
  });
});
