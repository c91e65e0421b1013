import type { ReadingDraft } from '@argus/contracts';
import { ServiceReplica, Site } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { equipmentService } from '../index.js';
import { newRobot } from '../testing/alarm-fixture.js';
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
const startMs = Math.floor(Date.now() / 60_000) * 60_000 - 60_000;

describe('corrections of readings', () => {
  it('Corrections: concurrent ones all count in the roll-ups, whichever machine they move a reading to', async () => {
    const robots = [await newRobot(replicas[0]!), await newRobot(replicas[0]!), await newRobot(replicas[0]!)];
    const controllers = replicas.map((replica) => replica.get(ReadingController));
    const made = [0, 1, 2, 3].map((at) => controllers[0]!.create({ body: body(robots[0]!, 0, at) }));
    const ids = (await Promise.all(made)).map(({ id }) => id);
    await Promise.all(
      Array.from({ length: 90 }, (_, n) => {
        const controller = controllers[n % 2]!;
        if (n % 9 === 0) return controller.create({ body: body(robots[n % 3]!, n, 100 + n) });
        const params = { id: ids[n % 4]! };
        return controller.replace({ params, body: body(robots[n % 3]!, n, 0) });
      }),
    );
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
      'SELECT sum(count)::int AS count FROM rollup WHERE period_s = 60',
    );
    expect(total?.count).toBe(4 + 10);
  });
});
