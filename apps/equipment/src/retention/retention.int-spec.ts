import type { TestDatabase } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EquipmentController } from '../equipment/equipment.controller.js';
import { ReadingIngest } from '../readings/reading-ingest.js';
import { createSchema, type EquipmentReplica, startReplica } from '../testing/equipment-replica.js';
import { listReadings } from '../testing/list-readings.js';
import { PurgeWorker } from './purge.worker.js';
import { RetentionWorker } from './retention.worker.js';

let place: TestDatabase;
let replica: EquipmentReplica;
const DAY_MS = 86_400_000;
const robot = { equipment_type: 'Robot', model: 'R100', installation_date: '2024-01-02' } as const;

beforeAll(async () => {
  place = await createSchema();
  replica = await startReplica(place);
});

afterAll(async () => {
  await replica.stop();
  await place.drop();
});

const equipment = async (): Promise<number> =>
  (await replica.get(EquipmentController).create({ body: robot })).id;
const partitions = async (): Promise<string[]> =>
  (
    await replica.database.query<{ name: string }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'reading'::regclass ORDER BY 1`,
    )
  ).map(({ name }) => name);
const counts = async (id: number): Promise<unknown> => {
  const [row] = await replica.database.query(
    `SELECT (SELECT count(*) FROM reading WHERE equipment_id = $1)::int AS readings,
            (SELECT count(*) FROM rollup WHERE equipment_id = $1)::int AS rollups`,
    [id],
  );
  return row;
};
const reading = (equipmentId: number, atMs: number) => ({
  equipmentId,
  measuredAt: new Date(atMs).toISOString(),
  measuredAtMs: atMs,
  temperature: 1,
  speed: 1,
  pressure: 1,
  quality: 0,
});

describe('retention', () => {
  it('forgets counts and explanations with the readings that they belong to', async () => {
    const id = await equipment();
    const nowMs = Date.now();
    for (const [table, columns, values] of [
      ['production_count', 'total, good, startup_rejects', '1, 1, 0'],
      ['stop_explanation', 'reason_id', '(SELECT min(id) FROM stop_reason)'],
    ] as const) {
      for (const days of [10, 60])
        await replica.database.query(
          `INSERT INTO ${table} (equipment_id, from_at, to_at, ${columns}) VALUES ($1, $2, $3, ${values})`,
          [id, new Date(nowMs - days * DAY_MS), new Date(nowMs - (days - 0.1) * DAY_MS)],
        );
    }
    const strict = await startReplica(place, { EQUIPMENT_RETENTION_DAYS: '30' });
    await strict.get(RetentionWorker).run();
    await strict.stop();
    const [left] = await replica.database.query(
      `SELECT (SELECT count(*) FROM production_count WHERE equipment_id = $1)::int AS counts,
              (SELECT count(*) FROM stop_explanation WHERE equipment_id = $1)::int AS explanations`,
      [id],
    );
    expect(left).toEqual({ counts: 1, explanations: 1 });
  });

  it('has partitions ahead and removes what is older than it is kept, nothing else', async () => {
    expect(await partitions()).toHaveLength(3);
    const id = await equipment();
    const nowMs = Date.now();
    const ages = [0, 20, 40, 60, 100].map((days) => reading(id, nowMs - days * DAY_MS));
    await replica.get(ReadingIngest).store(ages);
    expect(await partitions()).toHaveLength(7);
    const strict = await startReplica(place, { EQUIPMENT_RETENTION_DAYS: '30' });
    await strict.get(RetentionWorker).run();
    await strict.stop();
    /* A week goes as a whole, when its last day is over. */
    expect(await counts(id)).toEqual({ readings: 2, rollups: 4 });
    expect(await partitions()).toHaveLength(4);
    await replica.get(ReadingIngest).store([reading(id, nowMs - 60 * DAY_MS)]);
    expect(await counts(id)).toEqual({ readings: 3, rollups: 6 });
  });

  it('removes the rows of equipment that is gone, in parts', async () => {
    const [gone, other] = [await equipment(), await equipment()];
    const nowMs = Date.now();
    for (const id of [gone, other]) {
      const many = Array.from({ length: 12_000 }, (_, at) => reading(id, nowMs - at * 1000));
      await replica.get(ReadingIngest).store(many);
    }
    await replica.get(EquipmentController).remove({ params: { id: gone } });
    expect(await listReadings(replica, { equipment: gone })).toEqual([]);
    await replica.get(PurgeWorker).run({ equipmentId: gone });
    expect(await counts(gone)).toEqual({ readings: 0, rollups: 0 });
    expect(await counts(other)).toMatchObject({ readings: 12_000 });
  });
});
