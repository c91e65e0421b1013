import { Instant, instant, type ReadingDraft } from '@argus/contracts';
import type { StoredTime } from '@argus/persistence';
import { roundTrips } from '@argus/testing/postgres';
import { ServiceReplica, Site } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SeriesController } from '../history/series/series.controller.js';
import { equipmentService } from '../index.js';
import { newRobot } from '../testing/alarm-fixture.js';
import { listReadings } from '../testing/list-readings.js';
import { ReadingIngest } from './reading-ingest.service.js';
import type { SentReading } from './sent-reading.js';
import { ReadingController } from './reading.controller.js';

let site: Site;
let replicas: ServiceReplica[];

beforeAll(async () => {
  site = await Site.create();
  replicas = [
    await ServiceReplica.start(equipmentService, { site }),
    await ServiceReplica.start(equipmentService, { site }),
  ];
});

afterAll(async () => {
  await Promise.all(replicas.map((replica) => replica.stop()));
  await site.remove();
});

const body = (equipment: number, temperature: number, at: number) =>
  ({
    ...{ equipment, temperature, speed: 1, pressure: 1 },
    measured_at: new Date(startMs + at).toISOString(),
  }) as unknown as ReadingDraft;
const withoutTime = ({ measured_at: _, ...rest }: ReadingDraft) => rest;
const startMs = Math.floor(Date.now() / 60_000) * 60_000 - 60_000;

describe('units and times of single readings', () => {
  it('a reading is stored and evaluated in few round trips', async () => {
    const [{ database }] = replicas as [ServiceReplica];
    const controller = replicas[0]!.get(ReadingController);
    const equipment = await newRobot(replicas[0]!);
    const send = (at: number) => controller.create({ body: body(equipment, 20, at) });
    await send(0);
    expect(await roundTrips(database, () => send(1))).toMatchObject({ trips: 6 });
  });

  it('a unit that a reading, its correction or its repetition names is converted; compatibility characters are the same units', async () => {
    const controller = replicas[0]!.get(ReadingController);
    const equipment = await newRobot(replicas[0]!);
    const sent = (fields: object) => ({ body: { ...body(equipment, 140, 0), ...fields } });
    const hot = sent({ temperature_unit: '℉', pressure: 200_000, pressure_unit: 'Pa' });
    const stored = await controller.create(hot);
    expect(stored).toMatchObject({ temperature: 60, speed: 1, pressure: 2 });
    expect(await controller.create(hot)).toEqual(stored);
    await expect(controller.create(sent({}))).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    const params = { id: stored.id };
    const put = withoutTime(sent({ temperature: 32, temperature_unit: '°F' }).body);
    expect(await controller.replace({ params, body: put })).toMatchObject({ temperature: 0 });
    const kelvin = { temperature: 373.15, temperature_unit: '\u212a' } as unknown as ReadingDraft;
    expect(await controller.change({ params, body: kelvin })).toMatchObject({ temperature: 100, speed: 1 });
    const lone = { temperature_unit: 'K' } as unknown as ReadingDraft;
    await expect(controller.change({ params, body: lone })).rejects.toMatchObject({
      details: { issues: [{ path: ['temperature_unit'] }] },
    });
  });

  it('a time that is a number is read in its timestamp_unit, to the last digit, and without one it is refused', async () => {
    const controller = replicas[0]!.get(ReadingController);
    const equipment = await newRobot(replicas[0]!);
    const values = { equipment, temperature: 1, speed: 1, pressure: 1 };
    for (const [measured_at, timestamp_unit, timestamp] of [
      ['1773564300123456789', 'ns', '2026-03-15T08:45:00.123457Z'],
      [1773564301123456, 'us', '2026-03-15T08:45:01.123456Z'],
      [1773564302.5, 's', '2026-03-15T08:45:02.500000Z'],
    ]) {
      const sent = { ...values, measured_at, timestamp_unit } as unknown as ReadingDraft;
      expect(await controller.create({ body: sent })).toMatchObject({ timestamp });
    }
    const unclear = { ...values, measured_at: 1773564300 } as unknown as ReadingDraft;
    await expect(controller.create({ body: unclear })).rejects.toMatchObject({
      details: { issues: [{ path: ['measured_at'] }] },
    });
  });

  it.each(['ts', 'time', 'measuredAt'])(
    'a time in %s is refused by name, not stored as now; a timestamp is ignored',
    async (name) => {
      const controller = replicas[0]!.get(ReadingController);
      const equipment = await newRobot(replicas[0]!);
      const values = { equipment, temperature: 1, speed: 1, pressure: 1 };
      const old = '2020-01-02T03:04:05Z';
      const refused = { code: 'VALIDATION_FAILED', details: { issues: [{ path: [name] }] } };
      const timed = { ...values, [name]: old } as ReadingDraft;
      await expect(controller.create({ body: timed })).rejects.toMatchObject(refused);
      const { id } = await controller.create({ body: { ...values, timestamp: old } });
      const params = { id };
      await expect(controller.replace({ params, body: timed })).rejects.toMatchObject(refused);
      await expect(controller.change({ params, body: { [name]: old } })).rejects.toMatchObject(refused);
      const moved = { measured_at: old } as never;
      await expect(controller.change({ params, body: moved })).rejects.toMatchObject({
        details: { issues: [{ path: ['measured_at'] }] },
      });
      expect(await controller.change({ params, body: { timestamp: old } })).toMatchObject({
        temperature: 1,
      });
    },
  );
});

describe('corrections of readings', () => {
  it('Corrections: concurrent ones all count in the roll-ups, whichever machine they move a reading to', async () => {
    const robots = [await newRobot(replicas[0]!), await newRobot(replicas[0]!), await newRobot(replicas[0]!)];
    const controllers = replicas.map((replica) => replica.get(ReadingController));
    const made = [0, 1, 2, 3].map((at) => controllers[0]!.create({ body: body(robots[0]!, 0, at) }));
    const ids = (await Promise.all(made)).map(({ id }) => id);
    const correct = (n: number): Promise<unknown> => {
      const controller = controllers[n % 2]!;
      if (n % 9 === 0) return controller.create({ body: body(robots[n % 3]!, n, 100 + n) });
      const params = { id: ids[n % 4]! };
      const put = withoutTime(body(robots[n % 3]!, n, 0));
      return controller.replace({ params, body: put });
    };
    /* Waves, so that on a slow machine none waits so long for a connection that it is refused. */
    for (const first of [0, 30, 60])
      await Promise.all(Array.from({ length: 30 }, (_, i) => correct(first + i)));
    const rows = await replicas[0]!.database.query<{ same: boolean }>(
      `SELECT rollup.count = seen.count AND temperature_sum = sum AND temperature_max = max AND temperature_min = min AS same
         FROM rollup FULL JOIN (
           SELECT equipment_id, count(*), sum(temperature), max(temperature), min(temperature) FROM reading GROUP BY 1
         ) seen USING (equipment_id)
        WHERE period_s = 60`,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ same }) => same)).toBe(true);
    const [total] = await replicas[0]!.database.query<{ count: number }>(
      'SELECT sum(count)::int AS count FROM rollup WHERE period_s = 60 AND equipment_id = ANY($1)',
      [robots],
    );
    expect(total?.count).toBe(4 + 10);
  });
});

describe('readings within a millisecond', () => {
  const atUs = (us: number): Instant => Instant.ofUs(startMs * 1000 + us);
  const sent = (equipmentId: number, temperature: number, us: number): SentReading => ({
    ...{ equipmentId, temperature, speed: 1, pressure: 1, quality: 0 },
    measuredAtUs: atUs(us).usNumber,
  });

  it('a range is half open to the microsecond, and paging by the last time plus one microsecond ends', async () => {
    const [replica] = replicas;
    const equipment = await newRobot(replica!);
    const times = [100, 500, 900, 901, 1000];
    await replica!.get(ReadingIngest).store(times.map((us) => sent(equipment, us, us)));
    const between = async (from: Instant, to: Instant) =>
      (await listReadings(replica!, { equipment, from, to })).map(({ temperature }) => temperature);
    expect(await between(atUs(100), atUs(900))).toEqual([100, 500]);
    expect(await between(atUs(101), atUs(901))).toEqual([500, 900]);
    const seen: number[] = [];
    for (let from = atUs(0), pages = 0; ; pages++) {
      expect(pages).toBeLessThanOrEqual(times.length);
      const page = await listReadings(replica!, { equipment, from, limit: 1, ordering: 'timestamp' });
      if (page.length === 0) break;
      seen.push(page[0]!.temperature);
      from = Instant.parse(page[0]!.timestamp)!.plusUs(1);
    }
    expect(seen).toEqual(times);
    const { points } = await replica!.get(SeriesController).downsample({
      query: { equipment, metric: 'temperature', points: 5, from: atUs(100), to: atUs(1000) },
    });
    expect(points.map(({ timestamp }) => timestamp)).toEqual(
      [100, 500, 900, 901].map((us) => instant(atUs(us))),
    );
  });

  it('first and last of roll-ups are right whatever the order in which readings of a millisecond arrive', async () => {
    const [replica] = replicas;
    const byPlace = fc.uniqueArray(fc.nat(999), { minLength: 2, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(byPlace, async (times) => {
        const equipment = await newRobot(replica!);
        for (const us of times) await replica!.get(ReadingIngest).store([sent(equipment, us, us)]);
        const [rollup] = await replica!.database.query<{ first: number; last: number; at: StoredTime }>(
          `SELECT temperature_first AS first, temperature_last AS last, last_at AS at FROM rollup
            WHERE equipment_id = $1 AND period_s = 60`,
          [equipment],
        );
        const [first, last] = [Math.min(...times), Math.max(...times)];
        expect({ ...rollup, at: rollup!.at.exact }).toEqual({ first, last, at: atUs(last) });
      }),
      { numRuns: 12 },
    );
  });
});
