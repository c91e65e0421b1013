import { type ExportFormat, HOUR_MS, parse, TrendQuery, Instant } from '@argus/contracts';
import { ServiceReplica } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parquetReadObjects } from 'hyparquet';
import { equipmentService } from '../index.js';
import { SeriesController } from '../history/series/series.controller.js';
import { TrendController } from '../history/trends/trend.controller.js';
import { ReadingIngest } from '../ingest/reading-ingest.service.js';
import type { SentReading } from '../ingest/sent-reading.js';
import { ReadingController } from '../ingest/reading.controller.js';
import { newRobot } from '../testing/alarm-fixture.js';
import { listReadings } from '../testing/list-readings.js';
import { MeasurementController } from './measurement.controller.js';

let replica: ServiceReplica;
/** A reading a second for two hours. Every second one has a vibration: 2 mm/s and 1 mm/s more every hour. */
let shaking: number;

const LENGTH = 7200;
const startMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 4 * HOUR_MS;
const at = (seconds: number): Instant => Instant.ofMs(startMs + seconds * 1000);
const vibrationAt = (second: number): number => 2 + second / 3600 + Math.sin(second * 7) / 10;

beforeAll(async () => {
  replica = await ServiceReplica.start(equipmentService);
  for (const name of ['vibration', 'current'])
    await replica
      .get(MeasurementController)
      .create({ body: { equipment_type: 'Robot', name, unit: name === 'current' ? 'A' : 'mm/s' } });
  shaking = await newRobot(replica);
  const readings = Array.from({ length: LENGTH }, (_, second): SentReading => {
    const values = { temperature: 20, speed: 100, pressure: 1, quality: second % 100 === 98 ? 2 : 0 };
    return {
      equipmentId: shaking,
      measuredAtUs: at(second).usNumber,
      ...values,
      ...(second % 2 === 0 && { measurements: { vibration: vibrationAt(second) } }),
    };
  });
  /* In batches of both kinds: inserted by one statement, and copied. */
  await replica.get(ReadingIngest).store(readings.slice(0, 150));
  await replica.get(ReadingIngest).store(readings.slice(150));
});

afterAll(async () => {
  await replica.stop();
});

const unknownMetric = expect.objectContaining({
  code: 'VALIDATION_FAILED',
  details: {
    issues: [
      {
        path: ['metric'],
        code: 'not_a_choice',
        params: { value: 'noise', allowed: 'temperature, speed, pressure, current, vibration' },
      },
    ],
  },
});

async function exported(file_format: ExportFormat): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let state: Uint8Array | undefined;
  do {
    const query = { file_format, equipment: shaking };
    const piece = await replica.get(SeriesController).export({ query, body: state ? { state } : {} });
    pieces.push(piece.bytes);
    state = piece.next;
  } while (state !== undefined);
  return Buffer.concat(pieces);
}

describe('exports of further measurements', () => {
  it('Exports: CSV, NDJSON and Parquet have the further measurements of the machine at their end, empty where one is missing', async () => {
    const [header, ...lines] = (await exported('csv')).toString().trimEnd().split('\r\n');
    expect(header!.endsWith(',quality,measurements.current,measurements.vibration')).toBe(true);
    const ofCsv = lines
      .map((line) => line.split(',').at(-1)!)
      .map((cell) => (cell === '' ? null : Number(cell)));
    const ofNdjson = (await exported('ndjson'))
      .toString()
      .trimEnd()
      .split('\n')
      .map(
        (line) =>
          (JSON.parse(line) as { measurements?: { vibration: number } }).measurements?.vibration ?? null,
      );
    const file = await exported('parquet');
    const rows = await parquetReadObjects({
      file: file.buffer.slice(file.byteOffset, file.byteOffset + file.length) as ArrayBuffer,
    });
    const ofParquet = rows.map((row) => (row['measurements.vibration'] as number | undefined) ?? null);
    const sent = Array.from({ length: LENGTH }, (_, second) =>
      second % 2 === 0 ? vibrationAt(second) : null,
    );
    expect(ofCsv).toEqual(sent);
    expect(ofNdjson).toEqual(sent);
    expect(ofParquet).toEqual(sent);
    expect(rows[0]).toHaveProperty(['measurements.current'], null);
  });
});

describe('series of further measurements', () => {
  it('Aggregates of a further measurement are the same from readings, minutes and hours', async () => {
    const of = async (bucket: number) => {
      const query = { equipment: shaking, from: at(0), to: at(LENGTH), bucket };
      return replica.get(SeriesController).aggregate({ query });
    };
    const [hours, minutes, readings] = [await of(3600), await of(1200), await of(50)];
    expect([hours, minutes, readings].map(({ resolution }) => resolution.source)).toEqual([
      'hours',
      'minutes',
      'readings',
    ]);
    const good = Array.from({ length: 1800 }, (_, n) => n * 2).filter((second) => second % 100 !== 98);
    const values = good.map(vibrationAt);
    const { measurements } = hours.buckets[0]!;
    expect(measurements).toEqual({
      vibration: {
        count: good.length,
        min: Math.min(...values),
        max: Math.max(...values),
        mean: expect.closeTo(values.reduce((sum, each) => sum + each, 0) / good.length, 9),
        first: values[0],
        last: values.at(-1),
      },
    });
    const total = (view: typeof hours) =>
      view.buckets.reduce(
        (sum, { measurements: { vibration } = {} }) => sum + vibration!.count * vibration!.mean,
        0,
      );
    expect(total(minutes)).toBeCloseTo(total(hours), 6);
    expect(total(readings)).toBeCloseTo(total(hours), 6);
  });

  it('Buckets without further measurements have no field for them', async () => {
    const plain = await newRobot(replica);
    const reading = {
      equipmentId: plain,
      measuredAtUs: null,
      temperature: 1,
      speed: 1,
      pressure: 1,
      quality: 0,
    };
    await replica.get(ReadingIngest).store([reading]);
    const { buckets } = await replica.get(SeriesController).aggregate({ query: { equipment: plain } });
    expect(Object.keys(buckets[0]!)).toEqual(['start', 'end', 'count', 'temperature', 'speed', 'pressure']);
  });

  it('A further measurement is downsampled, and an unknown one is refused with the known names', async () => {
    const query = { equipment: shaking, metric: 'vibration', points: 100, from: at(0), to: at(LENGTH) };
    const view = await replica.get(SeriesController).downsample({ query });
    expect(view).toMatchObject({ metric: 'vibration', resolution: { source: 'readings', readings: 3528 } });
    expect(view.points.length).toBeGreaterThan(90);
    expect(view.points.length).toBeLessThanOrEqual(100);
    expect(view.points[0]).toEqual({
      timestamp: at(0).toString(),
      value: vibrationAt(0),
    });
    const noise = replica.get(SeriesController).downsample({ query: { ...query, metric: 'noise' } });
    await expect(noise).rejects.toEqual(unknownMetric);
  });

  it('The trend of a further measurement has its unit, from readings and from minutes', async () => {
    const trend = (query: object) =>
      replica
        .get(TrendController)
        .get({ query: parse(TrendQuery, { equipment: shaking, metric: 'vibration', limit: 5, ...query }) });
    for (const [window, source] of [
      [{ from: at(0), to: at(LENGTH) }, 'readings'],
      [{ from: at(0), to: at(3 * 3600) }, 'minutes'],
    ] as const) {
      const view = await trend(window);
      expect(view).toMatchObject({ metric: 'vibration', unit: 'mm/s', reason: null, resolution: { source } });
      expect(view.slope_per_hour!.value).toBeCloseTo(1, 1);
      expect((Date.parse(view.limits[0]!.reached_at!) - startMs) / HOUR_MS).toBeCloseTo(3, 1);
    }
    await expect(trend({ metric: 'noise' })).rejects.toEqual(unknownMetric);
  });

  it('Roll-ups of further measurements follow corrections and removals of readings', async () => {
    const readings = replica.get(ReadingController);
    const range = { equipment: shaking, from: at(0), to: at(120), ordering: 'timestamp' };
    const rows = await listReadings(replica, range);
    await readings.change({
      params: { id: rows[10]!.id },
      body: { measurements: { vibration: 90, current: -1 } },
    });
    await readings.change({ params: { id: rows[12]!.id }, body: { measurements: { vibration: null } } });
    await readings.remove({ params: { id: rows[0]!.id } });
    await readings.change({ params: { id: rows[70]!.id }, body: { quality: 'bad' } });
    const seen = await replica.database.query(
      `SELECT key AS name, period_s, count(*)::int, min(value::float8), max(value::float8),
              (array_agg(value::float8 ORDER BY measured_at))[1] AS first
         FROM reading, jsonb_each(measurements), unnest(ARRAY[60, 3600]) AS period_s
        WHERE quality < 2 AND equipment_id = $1
        GROUP BY key, period_s, floor(extract(epoch FROM measured_at) / period_s) ORDER BY 1, 2, 3, 4, 5, 6`,
      [shaking],
    );
    const kept = await replica.database.query(
      `SELECT name, period_s, count::int, min, max, first FROM measurement_rollup WHERE equipment_id = $1
        ORDER BY 1, 2, 3, 4, 5, 6`,
      [shaking],
    );
    expect(kept).toEqual(seen);
    expect(kept.length).toBeGreaterThan(120);
  });
});
