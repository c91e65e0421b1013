import { type Condition, parse, RuleDefinition, type RuleView, Instant } from '@argus/contracts';
import { ServiceReplica, Site } from '@argus/testing/services';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AlarmEvaluationService } from '../alarms/evaluation/alarm-evaluation.service.js';
import { AlertController } from '../alarms/alerts/alert.controller.js';
import { BackTestStore } from '../alarms/back-tests/back-test.store.js';
import { BackTestWorker } from '../alarms/back-tests/back-test.worker.js';
import { RuleController } from '../alarms/rules/rule.controller.js';
import { equipmentService } from '../index.js';
import { ReadingIngest } from '../ingest/reading-ingest.service.js';
import { ReadingController } from '../ingest/reading.controller.js';
import { breachesSeen, newRobot } from '../testing/alarm-fixture.js';
import { CheckpointLastKnown1764400000000 } from '../migrations/1764400000000-checkpoint-last-known.js';
import { listReadings } from '../testing/list-readings.js';
import { MeasurementController } from './measurement.controller.js';

let site: Site;
let replica: ServiceReplica;
let robot: number;
let rule: RuleView;
let definitionId: number;
let nextMs: number;

const context = { principal: undefined } as never;
const shaking: Condition = { type: 'compare', signal: 'vibration', op: '>', value: 7, deadband: 1 };
const ruleOf = (more: object) =>
  parse(RuleDefinition, { name: 'Shakes', set: shaking, severity: 'high', ...more });
const create = (more: object) => replica.get(RuleController).create({ body: ruleOf(more) }, context);

beforeAll(async () => {
  site = await Site.create();
  replica = await ServiceReplica.start(equipmentService, { site });
  const body = { equipment_type: 'Robot', name: 'vibration', unit: 'mm/s' } as const;
  ({ id: definitionId } = await replica.get(MeasurementController).create({ body }));
  rule = await create({ equipment_type: 'Robot' });
});

afterAll(async () => {
  await replica.stop();
  await site.remove();
});

beforeEach(async () => {
  robot = await newRobot(replica);
  nextMs = Date.now();
});

/** Stores readings a second apart, from now on; undefined makes one without a vibration. */
async function measure(...vibrations: (number | undefined)[]): Promise<void> {
  await replica.get(ReadingIngest).store(
    vibrations.map((vibration) => ({
      equipmentId: robot,
      measuredAtUs: (nextMs += 1000) * 1000,
      ...{ temperature: 20, speed: 100, pressure: 1, quality: 0 },
      ...(vibration !== undefined && { measurements: { vibration } }),
    })),
  );
}

const breaches = async () =>
  (await breachesSeen(replica, robot, [rule.id])).map(({ returnedAt }) =>
    returnedAt === null ? 'open' : 'over',
  );

describe('rules about further measurements', () => {
  it('A further measurement beyond the limit of a rule raises an alarm, whose alert names the value and its unit', async () => {
    await measure(5, 8.25, 6.5);
    expect(await breaches()).toEqual(['open']);
    const alerts = await replica.get(AlertController).list({ query: { equipment: robot, ordering: 'id' } });
    expect(alerts.map(({ description }) => description)).toEqual(['Shakes (high): vibration 8.25 mm/s']);
    await measure(5.9);
    expect(await breaches()).toEqual(['over']);
  });

  it('A reading without the measurement of a rule does not end its breach', async () => {
    await measure(8, undefined, 9, undefined);
    await measure(undefined);
    expect(await breaches()).toEqual(['open']);
    await measure(5);
    expect(await breaches()).toEqual(['over']);
  });

  it('A late reading that brings the measurement changes what readings after it hold', async () => {
    const startMs = nextMs;
    await measure(8, undefined, undefined, undefined);
    nextMs = startMs + 1500;
    await measure(5);
    expect(await breachesSeen(replica, robot, [rule.id])).toMatchObject([
      { raisedAt: startMs + 1000, returnedAt: startMs + 2500 },
    ]);
  });

  it('A sensor in every second reading fulfils the delay of a rule', async () => {
    const { id } = await create({ equipment: robot, on_delay_s: 3 });
    await measure(8, undefined, 8, undefined, 8);
    expect(await breachesSeen(replica, robot, [id])).toMatchObject([{ returnedAt: null }]);
    await replica.get(RuleController).remove({ params: { id } }, context);
  });

  it('A sensor that drops out raises the alarm of a rule about its silence, while readings go on', async () => {
    const set = { type: 'stale', signal: 'vibration', after_s: 2 };
    const { id } = await create({ equipment: robot, set });
    const startMs = nextMs;
    await measure(5, undefined, undefined, undefined);
    expect(await breachesSeen(replica, robot, [id])).toMatchObject([
      { raisedAt: startMs + 3000, returnedAt: null },
    ]);
    await replica.get(RuleController).remove({ params: { id } }, context);
  });

  it('A checkpoint knows the last value of a sensor that dropped out, also on another replica', async () => {
    await measure(8, undefined);
    await replica.get(AlarmEvaluationService).checkpointIdle(nextMs + 400_000, 100);
    await replica.database.query('DELETE FROM reading WHERE equipment_id = $1', [robot]);
    const other = await ServiceReplica.start(equipmentService, { site });
    try {
      const measuredAtUs = (nextMs + 1000) * 1000;
      const values = { temperature: 20, speed: 100, pressure: 1, quality: 0 };
      await other.get(ReadingIngest).store([{ equipmentId: robot, measuredAtUs, ...values }]);
      expect(await breaches()).toEqual(['open']);
    } finally {
      await other.stop();
    }
  });

  it('Checkpoints from before last values were held take those of the last reading', async () => {
    await measure(5, 8);
    await replica.get(AlarmEvaluationService).checkpointIdle(nextMs + 400_000, 100);
    const memory = async () => {
      const [row] = await replica.database.query<{ memory: Buffer }>(
        'SELECT memory FROM checkpoint WHERE equipment_id = $1',
        [robot],
      );
      return row!.memory;
    };
    const now = await memory();
    const migration = new CheckpointLastKnown1764400000000();
    const runner = { query: (sql: string) => replica.database.query(sql) } as never;
    await migration.down(runner);
    expect((await memory()).length).toBe(now.length - 2 * 4 * 8);
    await migration.up(runner);
    expect(await memory()).toEqual(now);
  });

  it('A correction of a further measurement withdraws the alarm', async () => {
    await measure(5, 8);
    const [, reading] = await listReadings(replica, { equipment: robot, ordering: 'timestamp' });
    const body = { measurements: { vibration: 5 } };
    await replica.get(ReadingController).change({ params: { id: reading!.id }, body });
    expect(await breaches()).toEqual([]);
  });

  it('A further measurement: another replica, which knows the past only from the database, continues the same alarm', async () => {
    await measure(8);
    const other = await ServiceReplica.start(equipmentService, { site });
    try {
      await other.get(ReadingIngest).store([
        {
          equipmentId: robot,
          measuredAtUs: (nextMs + 1000) * 1000,
          ...{ temperature: 20, speed: 100, pressure: 1, quality: 0, measurements: { vibration: 6.5 } },
        },
      ]);
      expect(await breaches()).toEqual(['open']);
    } finally {
      await other.stop();
    }
  });

  it('A back-test with a further measurement finds the alarms that were raised', async () => {
    await measure(8, 5, 8, 5);
    const store = replica.get(BackTestStore);
    const id = crypto.randomUUID();
    const range = { from: Instant.ofMs(Date.now() - 60_000), to: Instant.ofMs(Date.now() + 60_000) };
    const request = { ...range, equipment: robot, operators: 1 } as never;
    await replica.database.transaction((tx) => store.create(tx, id, rule.id, request));
    await replica.get(BackTestWorker).run({ id }, { lastAttempt: true } as never);
    const view = await store.view(id);
    expect(view).toMatchObject({ status: 'completed' });
    expect(view!.result!.alarms).toHaveLength(2);
  });

  it('A rule about a signal that its equipment does not measure is refused with the known signals', async () => {
    const unknown = (allowed: string, ...paths: (string | number)[][]) =>
      expect.objectContaining({
        code: 'VALIDATION_FAILED',
        details: {
          issues: paths.map((path) => ({ path, code: 'not_a_choice', params: { value: 'noise', allowed } })),
        },
      });
    const noise = { ...shaking, signal: 'noise' };
    await expect(create({ set: noise, equipment: robot })).rejects.toEqual(
      unknown('temperature, speed, pressure, vibration', ['set', 'signal']),
    );
    await expect(
      create({ set: { type: 'stale', after_s: 9, signal: 'noise' }, equipment: robot }),
    ).rejects.toEqual(unknown('temperature, speed, pressure, vibration', ['set', 'signal']));
    const nested = { type: 'and', of: [shaking, { type: 'not', of: noise }] };
    const escalations = [{ severity: 'critical', when: noise }];
    await expect(create({ set: nested, escalations })).rejects.toEqual(
      unknown(
        'temperature, speed, pressure, vibration',
        ['set', 'of', 1, 'of', 'signal'],
        ['escalations', 0, 'when', 'signal'],
      ),
    );
    await expect(create({ equipment_type: 'Manufacturing', set: noise })).rejects.toEqual(
      unknown('temperature, speed, pressure', ['set', 'signal']),
    );
  });

  it('A measurement that a rule uses cannot be removed, and the refusal names the rule', async () => {
    const remove = () => replica.get(MeasurementController).remove({ params: { id: definitionId } });
    await expect(remove()).rejects.toMatchObject({
      code: 'MEASUREMENT_IN_USE',
      details: { rules: 'Shakes' },
    });
    await replica.get(RuleController).remove({ params: { id: rule.id } }, context);
    await remove();
    expect(await replica.get(MeasurementController).list({ query: {} })).toEqual([]);
  });
});
