import { ServiceReplica } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { equipmentService } from '../../index.js';
import fc from 'fast-check';
import { EquipmentController } from '../../machines/equipment.controller.js';
import { ReadingIngest } from '../../ingest/reading-ingest.service.js';
import { isStored } from '../values/reading-outcome.js';
import type { SentReading } from '../../ingest/sent-reading.js';
import { ReadingController } from '../../ingest/reading.controller.js';

let replica: ServiceReplica;
let ingest: ReadingIngest;
const robot = { equipment_type: 'Robot', model: 'R100', installation_date: '2024-01-02' } as const;

beforeAll(async () => {
  replica = await ServiceReplica.start(equipmentService);
  ingest = replica.get(ReadingIngest);
});

afterAll(async () => {
  await replica.stop();
});

const startMs = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 7_200_000;
const equipment = async (): Promise<number> =>
  (await replica.get(EquipmentController).create({ body: robot })).id;

const reading = (equipmentId: number, offsetMs: number, value: number, quality = 0): SentReading => ({
  equipmentId,
  measuredAtUs: (startMs + offsetMs) * 1000,
  temperature: value,
  speed: value * 2,
  pressure: -value,
  quality,
});

/** Expects the roll-ups of a machine to be what its readings give. */
async function compare(equipmentId: number): Promise<void> {
  const kept = await replica.database.query('SELECT * FROM rollup WHERE equipment_id = $1 ORDER BY 2, 3', [
    equipmentId,
  ]);
  const metrics = ['temperature', 'speed', 'pressure'].map(
    (
      metric,
    ) => `min(${metric}) AS ${metric}_min, max(${metric}) AS ${metric}_max, sum(${metric}) AS ${metric}_sum,
      (array_agg(${metric} ORDER BY measured_at))[1] AS ${metric}_first,
      (array_agg(${metric} ORDER BY measured_at DESC))[1] AS ${metric}_last`,
  );
  const expected = await replica.database.query(
    `SELECT equipment_id, period_s, to_timestamp(floor(extract(epoch FROM measured_at) / period_s) * period_s) AS starts_at,
            count(*) AS count, min(measured_at) AS first_at, max(measured_at) AS last_at, ${metrics.join(', ')}
       FROM reading, (VALUES (60), (3600)) AS period (period_s)
      WHERE equipment_id = $1 AND quality < 2 GROUP BY 1, 2, 3 ORDER BY 2, 3`,
    [equipmentId],
  );
  expect(kept).toEqual(expected);
}

describe('roll-ups', () => {
  it('Roll-ups: equal what the readings give, whatever their order, batches and repetitions', async () => {
    const batch = fc.array(
      fc.record({
        offsetMs: fc.integer({ min: 0, max: 400 }).map((step) => step * 15_000),
        value: fc.integer({ min: -100, max: 100 }),
        quality: fc.integer({ min: 0, max: 2 }),
      }),
      { minLength: 1, maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 4 }), async (batches) => {
        const id = await equipment();
        for (const readings of [...batches, batches[0]!])
          await ingest.store(
            readings.map(({ offsetMs, value, quality }) => reading(id, offsetMs, value, quality)),
          );
        await compare(id);
      }),
      { numRuns: 40 },
    );
  });

  it('Roll-ups: follow corrections and removals of readings', async () => {
    const [one, other] = [await equipment(), await equipment()];
    const sent = [0, 1000, 61_000].map((at) => reading(one, at, at));
    const stored = (await ingest.store(sent)).filter(isStored);
    const readings = replica.get(ReadingController);
    await readings.change({ params: { id: stored[0]!.id }, body: { temperature: 7 } });
    await compare(one);
    await readings.change({ params: { id: stored[1]!.id }, body: { equipment: other } });
    await compare(one);
    await compare(other);
    await readings.remove({ params: { id: stored[2]!.id } });
    await compare(one);
  });

  it('Roll-ups: count what many writers add at the same time', async () => {
    const ids = [await equipment(), await equipment(), await equipment()];
    const write = (round: number) =>
      ingest.store(
        Array.from({ length: 250 }, (_, at) => reading(ids[(at + round) % 3]!, at * 100 + round, at)),
      );
    await Promise.all(Array.from({ length: 8 }, (_, round) => write(round)));
    for (const id of ids) await compare(id);
    const rows = await replica.database.query<{ count: string }>(
      'SELECT sum(count) AS count FROM rollup WHERE period_s = 3600 AND equipment_id = ANY($1)',
      [ids],
    );
    expect(rows).toEqual([{ count: '2000' }]);
  });
});
