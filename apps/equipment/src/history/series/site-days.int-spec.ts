import { bucketEdges } from '@argus/calendar';
import { type AggregateQuery, type CalendarInterval, calendarIntervals, Instant } from '@argus/contracts';
import { randomNumbers } from '@argus/testing';
import { ServiceReplica } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { equipmentService } from '../../index.js';
import { ReadingIngest } from '../../ingest/reading-ingest.service.js';
import { addPlan } from '../../testing/oee-fixture.js';
import { newRobot } from '../../testing/alarm-fixture.js';
import { SeriesController } from './series.controller.js';

const HALF_HOUR_MS = 1_800_000;
const start = Instant.parse('2026-03-26T00:00Z')!;
const READINGS = 10 * 48;

let replica: ServiceReplica;
/** A reading each half hour for ten days; on 2026-03-29 clocks in Berlin are set forward. */
let id: number;

beforeAll(async () => {
  const settings = { SITE_TIME_ZONE: 'Europe/Berlin', EQUIPMENT_RETENTION_DAYS: '36500' };
  replica = await ServiceReplica.start(equipmentService, { settings });
  id = await newRobot(replica);
  await replica.get(ReadingIngest).store(
    Array.from({ length: READINGS }, (_, at) => ({
      equipmentId: id,
      measuredAtUs: (start.ms + at * HALF_HOUR_MS) * 1000,
      temperature: at,
      speed: 0,
      pressure: 0,
      quality: 0,
    })),
  );
});
afterAll(async () => {
  await replica.stop();
});

const aggregate = (query: Partial<AggregateQuery>) =>
  replica.get(SeriesController).aggregate({
    query: { equipment: id, from: start, to: start.plusUs(10 * 86_400_000_000), ...query },
  });
const counts = async (query: Partial<AggregateQuery>) => {
  const { buckets } = await aggregate(query);
  return buckets.map(({ start: from, count }) => [from, count]);
};
/** The temperature of the reading of that time, or what it would be. */
const indexAt = (at: string): number => (Date.parse(at) - start.ms) / HALF_HOUR_MS;
const between = (from: string, to: string) => ({ from: Instant.parse(from)!, to: Instant.parse(to)! });

describe('buckets of the site', () => {
  it('days are those of the site: one of 23 hours has 46 half hours', async () => {
    const around = between('2026-03-27T23:00Z', '2026-03-30T22:00Z');
    const days = [
      ['2026-03-27T23:00:00Z', 48],
      ['2026-03-28T23:00:00Z', 46],
      ['2026-03-29T22:00:00Z', 48],
    ];
    expect(await counts({ ...around, interval: 'day' })).toEqual(days);
    expect(await counts({ ...around, bucket: 86_400 })).toEqual(days);
    expect(await aggregate({ ...around, interval: 'day' })).toMatchObject({
      from: '2026-03-27T23:00:00Z',
      to: '2026-03-30T22:00:00Z',
      bucket: null,
      interval: 'day',
      time_zone: 'Europe/Berlin',
      resolution: { source: 'hours', readings: 142 },
    });
  });

  it('the time zone of a query goes before the site; half-hour zones are read from hours, and from minutes where a day begins', async () => {
    const around = between('2026-03-27T18:30Z', '2026-03-28T18:30Z');
    const day = await aggregate({ ...around, interval: 'day', time_zone: 'Asia/Kolkata' });
    expect(day).toMatchObject({ time_zone: 'Asia/Kolkata', resolution: { source: 'minutes', readings: 48 } });
    expect(day.buckets).toHaveLength(1);
    expect(day.buckets[0]).toMatchObject({
      start: '2026-03-27T18:30:00Z',
      end: '2026-03-28T18:30:00Z',
      temperature: { first: 85, last: 132, min: 85, max: 132, mean: 108.5 },
    });
  });

  it('weeks begin on Monday, by interval and by seconds, and months on the first', async () => {
    const weeks = [
      ['2026-03-22T23:00:00Z', 188],
      ['2026-03-29T22:00:00Z', 292],
    ];
    expect(await counts({ interval: 'week' })).toEqual(weeks);
    expect(await counts({ bucket: 604_800 })).toEqual(weeks);
    expect(await counts({ interval: 'month' })).toEqual([
      ['2026-02-28T23:00:00Z', 284],
      ['2026-03-31T22:00:00Z', 196],
    ]);
    expect(await counts({ interval: 'year', time_zone: 'UTC' })).toEqual([
      ['2026-01-01T00:00:00Z', READINGS],
    ]);
  });

  it('every length in every zone counts every reading once, in the bucket of its time', async () => {
    for (const time_zone of ['UTC', 'Asia/Kathmandu', 'America/New_York', 'Pacific/Auckland'])
      for (const length of [
        { bucket: 420 },
        { bucket: 5400 },
        { bucket: 10_800 },
        { interval: 'day' as const },
      ]) {
        const { buckets, resolution } = await aggregate({ ...length, time_zone });
        expect([time_zone, length, resolution.readings]).toEqual([time_zone, length, READINGS]);
        expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(READINGS);
        const held = buckets.map(({ start, end, temperature: { first, last, min, max } }) => [
          [first, last],
          [min, max],
          indexAt(start) <= first && last < indexAt(end),
        ]);
        const inOrder = buckets.map(({ count, temperature: { first } }) => [first, first + count - 1]);
        expect(held).toEqual(inOrder.map((ends) => [ends, ends, true]));
      }
  });

  it('two lengths, too many buckets and a range that ends too early are refused; a start after now alone is not', async () => {
    await expect(aggregate({ bucket: 60, interval: 'day' })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    });
    const all = between('0001-01-01T00:00Z', '9999-12-31T00:00Z');
    await expect(aggregate({ ...all, interval: 'day' })).rejects.toMatchObject({ code: 'TOO_MANY_BUCKETS' });
    const ahead = Instant.ofMs(Date.now() + HALF_HOUR_MS);
    const query = { equipment: id, from: ahead, interval: 'day' } as const;
    expect((await replica.get(SeriesController).aggregate({ query })).buckets).toEqual([]);
  });
});

describe('the calendar and the database', () => {
  const SEED = 13;

  it('the calendar and the zones of PostgreSQL agree on where intervals begin', async () => {
    const random = randomNumbers(SEED);
    const cases: [string, CalendarInterval, string, string][] = [];
    for (const zone of [
      'Europe/Berlin',
      'Asia/Kolkata',
      'Australia/Lord_Howe',
      'America/Sao_Paulo',
      'Pacific/Apia',
    ])
      for (const interval of calendarIntervals)
        for (let number = 0; number < 40; number++) {
          const ms = Date.parse('2000-01-01') + Math.floor(random() * 26 * 365 * 86_400) * 1000;
          const at = Instant.ofMs(ms);
          const [edge] = bucketEdges(zone, interval, { from: at, to: at.plusUs(1) });
          cases.push([zone, interval, at.toString(), edge!.toString()]);
        }
    const columns = [0, 1, 2, 3].map((column) => cases.map((each) => each[column]));
    const different = await replica.database.query(
      `SELECT zone, unit, at FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[]) AS c (zone, unit, at, edge)
        WHERE date_trunc(unit, at, zone) <> edge`,
      columns,
    );
    expect(different).toEqual([]);
  });
});

describe('production plans', () => {
  it('a plan without a time zone is saved with that of the site', async () => {
    const plan = await addPlan(replica, { equipment: id, time_zone: undefined });
    expect(plan.time_zone).toBe('Europe/Berlin');
    const [stored] = await replica.database.query<{ zone: string }>(
      `SELECT definition ->> 'time_zone' AS zone FROM production_plan WHERE id = $1`,
      [plan.id],
    );
    expect(stored!.zone).toBe('Europe/Berlin');
  });
});
