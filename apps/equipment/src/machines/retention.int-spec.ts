import { randomUUID } from 'node:crypto';
import { type CallContext, DAY_MS, type RuleDefinition } from '@argus/contracts';
import { ServiceReplica, Site } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { equipmentService } from '../index.js';
import { AlarmController } from '../alarms/alarms/alarm.controller.js';
import { EquipmentController } from './equipment.controller.js';
import { ReadingIngest } from '../ingest/reading-ingest.service.js';
import { weekOf } from '../readings/reading-partition.store.js';
import { listReadings } from '../testing/list-readings.js';
import { establishRule } from '../testing/alarm-fixture.js';
import { AlarmRetention } from '../retention/alarm-retention.service.js';
import { PurgeWorker } from '../retention/purge.worker.js';
import { RetentionWorker } from '../retention/retention.worker.js';

let site: Site;
let replica: ServiceReplica;
const robot = { equipment_type: 'Robot', model: 'R100', installation_date: '2024-01-02' } as const;

beforeAll(async () => {
  site = await Site.create();
  replica = await ServiceReplica.start(equipmentService, { site });
});

afterAll(async () => {
  await replica.stop();
  await site.remove();
});

const equipment = async (): Promise<number> =>
  (await replica.get(EquipmentController).create({ body: robot })).id;
const partitions = async (): Promise<string[]> =>
  (
    await replica.database.query<{ name: string }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'reading'::regclass ORDER BY 1`,
    )
  ).map(({ name }) => name);
const partitionOf = (atMs: number): string =>
  `reading_w${new Date(weekOf(atMs)).toISOString().slice(0, 10).replaceAll('-', '')}`;
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
  measuredAtUs: atMs * 1000,
  temperature: 1,
  speed: 1,
  pressure: 1,
  quality: 0,
});

const context: CallContext = {
  requestId: randomUUID(),
  deadline: Date.now() + 60_000,
  principal: { family: 'techtrack', accountId: 7, username: 'olga', role: 'user', sessionId: randomUUID() },
};
const hot: RuleDefinition = {
  name: 'hot',
  set: { type: 'compare', signal: 'pressure', op: '>', value: 50 },
  on_delay_s: 0,
  off_delay_s: 0,
  severity: 'low',
  escalations: [],
  latching: false,
  enabled: true,
};

describe('retention of the alarm log', () => {
  const nowMs = Date.now();
  const log = async (id: number) => {
    const [row] = await replica.database.query(
      `SELECT (SELECT count(*) FROM alarm WHERE equipment_id = $1)::int AS alarms,
              (SELECT count(*) FROM breach WHERE equipment_id = $1)::int AS breaches,
              (SELECT count(*) FROM alarm_event e JOIN alarm a ON a.id = alarm_id WHERE equipment_id = $1)::int AS events,
              (SELECT count(*) FROM alert WHERE equipment_id = $1)::int AS alerts`,
      [id],
    );
    return row;
  };
  const write = (id: number, pressures: readonly (readonly [atS: number, pressure: number])[]) =>
    replica.get(ReadingIngest).store(
      pressures.map(([atS, pressure]) => ({
        ...reading(id, nowMs - 3_600_000 + atS * 1000),
        pressure,
      })),
    );
  /* Makes everything look recorded that many days earlier. */
  const age = async (id: number, days: number) => {
    const by = `- make_interval(days => ${days})`;
    await replica.database.query(
      `UPDATE breach SET recorded_at = recorded_at ${by}, raised_at = raised_at ${by}, returned_at = returned_at ${by},
              withdrawn_at = withdrawn_at ${by} WHERE equipment_id = $1`,
      [id],
    );
    await replica.database.query(
      `UPDATE alarm_event SET recorded_at = alarm_event.recorded_at ${by} FROM alarm WHERE alarm.id = alarm_id
          AND equipment_id = $1`,
      [id],
    );
    await replica.database.query(`UPDATE alarm SET closed_at = closed_at ${by} WHERE equipment_id = $1`, [
      id,
    ]);
    await replica.database.query(`UPDATE alert SET raised_at = raised_at ${by} WHERE equipment_id = $1`, [
      id,
    ]);
  };
  const retain = async (settings: Record<string, string> = {}) => {
    const strict = await ServiceReplica.start(equipmentService, { site, settings });
    await strict.get(RetentionWorker).run();
    await strict.stop();
  };
  const DAYS_PASSED = 40;
  const THIRTY = { EQUIPMENT_ALARM_RETENTION_DAYS: '30' };
  let rule: number;
  beforeAll(async () => {
    rule = await establishRule(replica, hot);
  });
  const acknowledge = async (id: number) => {
    const [params] = await replica.database.query<{ id: number }>(
      'SELECT id FROM alarm WHERE equipment_id = $1 AND rule_id = $2',
      [id, rule],
    );
    await replica.get(AlarmController).acknowledge({ params: params!, body: {} }, context);
  };

  it('Alarm retention: closed alarms and past breaches are deleted after their days, alerts only if a setting says so', async () => {
    const id = await equipment();
    await write(id, [
      [0, 20],
      [10, 60],
      [20, 20],
      [1000, 20],
    ]);
    await write(id, [[2000, 20]]);
    await acknowledge(id);
    const before = await log(id);
    expect(before).toMatchObject({ alarms: 1, breaches: 1, alerts: 1 });
    await retain(THIRTY);
    expect(await log(id)).toEqual(before);
    await age(id, DAYS_PASSED);
    await retain();
    expect(await log(id)).toEqual(before);
    await retain(THIRTY);
    expect(await log(id)).toEqual({ alarms: 0, breaches: 0, events: 0, alerts: 1 });
    await retain({ EQUIPMENT_ALERT_RETENTION_DAYS: '30' });
    expect(await log(id)).toEqual({ alarms: 0, breaches: 0, events: 0, alerts: 0 });
  });

  it('Alarm retention: open alarms, active breaches and their alerts are kept', async () => {
    const [lasting, unacknowledged] = [await equipment(), await equipment()];
    await write(lasting, [
      [0, 20],
      [10, 60],
      [1000, 60],
    ]);
    await write(unacknowledged, [
      [0, 20],
      [10, 60],
      [20, 20],
      [1000, 20],
    ]);
    await write(unacknowledged, [[2000, 20]]);
    for (const id of [lasting, unacknowledged]) await age(id, DAYS_PASSED);
    await retain({ ...THIRTY, EQUIPMENT_ALERT_RETENTION_DAYS: '30' });
    expect(await log(lasting)).toEqual({ alarms: 1, breaches: 1, events: 0, alerts: 1 });
    expect(await log(unacknowledged)).toEqual({ alarms: 1, breaches: 0, events: 0, alerts: 0 });
  });

  it('Alarm retention: breaches within reach of a replay are kept, so that none is raised again', async () => {
    const id = await equipment();
    await write(id, [
      [0, 20],
      [10, 60],
      [20, 20],
      [30, 20],
    ]);
    await acknowledge(id);
    const before = await log(id);
    const [seen] = await replica.database.query('SELECT raised_at FROM breach WHERE equipment_id = $1', [id]);
    await replica.database.query(
      `UPDATE breach SET recorded_at = now() - interval '40 days' WHERE equipment_id = $1`,
      [id],
    );
    await retain({ ...THIRTY });
    await replica.get(AlarmRetention).run(nowMs + 2000 * DAY_MS);
    await write(id, [[5, 21]]);
    const after = (await log(id)) as { breaches: number; alerts: number };
    expect(after).toMatchObject({ breaches: 1, alerts: (before as { alerts: number }).alerts });
    expect(
      await replica.database.query('SELECT raised_at FROM breach WHERE equipment_id = $1', [id]),
    ).toEqual([seen]);
  });
});

describe('retention', () => {
  it('Retention: production counts and stop explanations are deleted with the readings of their time', async () => {
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
    const strict = await ServiceReplica.start(equipmentService, {
      site,
      settings: { EQUIPMENT_RETENTION_DAYS: '30' },
    });
    await strict.get(RetentionWorker).run();
    await strict.stop();
    const [left] = await replica.database.query(
      `SELECT (SELECT count(*) FROM production_count WHERE equipment_id = $1)::int AS counts,
              (SELECT count(*) FROM stop_explanation WHERE equipment_id = $1)::int AS explanations`,
      [id],
    );
    expect(left).toEqual({ counts: 1, explanations: 1 });
  });

  it('Retention: partitions exist ahead, and only what is older than its retention is deleted', async () => {
    const nowMs = Date.now();
    const ahead = [0, 7, 14].map((days) => partitionOf(nowMs + days * DAY_MS));
    const before = await partitions();
    expect(before).toEqual(expect.arrayContaining(ahead));
    const id = await equipment();
    const daysAgo = [0, 20, 40, 60, 100];
    const ages = daysAgo.map((days) => reading(id, nowMs - days * DAY_MS));
    await replica.get(ReadingIngest).store(ages);
    const stored = daysAgo.map((days) => partitionOf(nowMs - days * DAY_MS));
    expect(await partitions()).toEqual([...new Set([...before, ...stored])].sort());
    const strict = await ServiceReplica.start(equipmentService, {
      site,
      settings: { EQUIPMENT_RETENTION_DAYS: '30' },
    });
    await strict.get(RetentionWorker).run();
    await strict.stop();
    /* A week is dropped as a whole, once its last day is too old. */
    expect(await counts(id)).toEqual({ readings: 2, rollups: 4 });
    const dropped = [40, 60, 100].map((days) => partitionOf(nowMs - days * DAY_MS));
    const kept = [...before, ...stored].filter((name) => !dropped.includes(name));
    expect(await partitions()).toEqual([...new Set(kept)].sort());
    await replica.get(ReadingIngest).store([reading(id, nowMs - 60 * DAY_MS)]);
    expect(await counts(id)).toEqual({ readings: 3, rollups: 6 });
  });

  it('Purge: readings and roll-ups of a removed machine are deleted, more than one batch of them', async () => {
    const [removed, other] = [await equipment(), await equipment()];
    const nowMs = Date.now();
    for (const id of [removed, other]) {
      const many = Array.from({ length: 12_000 }, (_, at) => reading(id, nowMs - at * 1000));
      await replica.get(ReadingIngest).store(many);
    }
    await replica.get(EquipmentController).remove({ params: { id: removed } });
    expect(await listReadings(replica, { equipment: removed })).toEqual([]);
    await replica.get(PurgeWorker).run({ equipmentId: removed });
    expect(await counts(removed)).toEqual({ readings: 0, rollups: 0 });
    expect(await counts(other)).toMatchObject({ readings: 12_000 });
  });
});
