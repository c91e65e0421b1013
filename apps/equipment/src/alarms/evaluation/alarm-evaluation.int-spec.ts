import { breachesOf, inEventOrder, Program, type Sample } from '@argus/alarms';
import { arbitraryDefinition, arbitrarySamples } from '@argus/alarms/testing';
import { type RuleDefinition, Instant } from '@argus/contracts';
import { ServiceReplica, Site } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { equipmentService } from '../../index.js';
import fc from 'fast-check';
import { ReadingIngest } from '../../ingest/reading-ingest.service.js';
import { isStored } from '../../readings/values/reading-outcome.js';
import { AlarmService } from '../alarms/alarm.service.js';
import { BackTestStore } from '../back-tests/back-test.store.js';
import { BackTestWorker } from '../back-tests/back-test.worker.js';
import { measuredOf, signalsOf } from '../rule-versions/signals.js';
import {
  breachesSeen,
  establishRule,
  hotAbove,
  newRobot,
  type Observation,
  write,
} from '../../testing/alarm-fixture.js';
import { AlarmClock } from '../alarms/alarm.clock.js';
import { randomUUID } from 'node:crypto';

let site: Site;
let one: ServiceReplica;
let other: ServiceReplica;
/** Half an hour ago, so that everything that is due by then is due. */
const startMs = Math.floor(Date.now() / 1000) * 1000 - 1_800_000;

beforeAll(async () => {
  site = await Site.create();
  one = await ServiceReplica.start(equipmentService, { site });
  other = await ServiceReplica.start(equipmentService, { site });
});

afterAll(async () => {
  await one.stop();
  await other.stop();
  await site.remove();
});

const hot = (fields: Partial<RuleDefinition> = {}) => hotAbove(5, fields);
const reading = (at: number, temperature: number): Observation => ({
  at: startMs + at * 1000,
  temperature,
  speed: 0,
  pressure: 0,
});
const alarmsOf = (equipment: number) =>
  one.database.query<{ state: string; breaches: number }>(
    'SELECT state, breaches FROM alarm WHERE equipment_id = $1 ORDER BY id',
    [equipment],
  );
const alertsOf = async (equipment: number) =>
  (
    await one.database.query<{ description: string }>(
      'SELECT description FROM alert WHERE equipment_id = $1 ORDER BY id',
      [equipment],
    )
  ).map(({ description }) => description);

describe('alarm evaluation', () => {
  it('readings without a time are evaluated in the order in which they arrived: the newest decides, live and in a back-test', async () => {
    const machine = await newRobot(one);
    const set = { type: 'compare', signal: 'temperature', op: '<', value: 0 } as const;
    const cold = hot({ equipment: machine, set });
    const rule = await establishRule(one, cold);
    const arrived = [20, 20.5, -5].map((temperature) => ({
      ...{ equipmentId: machine, measuredAtUs: null, temperature, speed: 1, pressure: 1, quality: 0 },
    }));
    await one.get(ReadingIngest).store(arrived);
    expect(await alarmsOf(machine)).toEqual([{ state: 'unack_active', breaches: 1 }]);
    const request = {
      from: Instant.ofMs(Date.now() - 60_000),
      to: Instant.ofMs(Date.now() + 60_000),
      operators: 1,
    };
    const id = randomUUID();
    const store = one.get(BackTestStore);
    await one.database.transaction((tx) => store.create(tx, id, rule, { ...request, equipment: machine }));
    await one.get(BackTestWorker).run({ id }, { attempt: 1, lastAttempt: true, headers: {} });
    const { result } = (await store.view(id))!;
    expect(result).toMatchObject({ recorded_alarms: 1, also_recorded: 1, alarms: [{ returned_at: null }] });
  });

  it('shuffled readings, stored by two replicas while timers fire, give the breaches of sorted readings and of a back-test', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(arbitraryDefinition, { minLength: 1, maxLength: 3 }),
        fc.uniqueArray(
          arbitrarySamples.filter((all) => all.length > 3).map((all) => all[0]!),
          {
            minLength: 4,
            maxLength: 30,
            selector: ({ at }) => at,
          },
        ),
        fc.array(
          fc.record({
            size: fc.integer({ min: 1, max: 7 }),
            second: fc.boolean(),
            acknowledge: fc.boolean(),
            waitMs: fc.option(fc.integer({ min: 0, max: 60_000 }), { nil: undefined }),
          }),
          {
            minLength: 30,
            maxLength: 30,
          },
        ),
        async (definitions, samples, batches) => {
          const [shuffled, sorted] = [await newRobot(one), await newRobot(one)];
          const rulesOf = async (equipment: number) => {
            const ids: number[] = [];
            for (const definition of definitions)
              ids.push(
                await establishRule(
                  one,
                  hot({ ...definition, escalations: [...definition.escalations], equipment }),
                ),
              );
            return ids;
          };
          const [rulesShuffled, rulesSorted] = [await rulesOf(shuffled), await rulesOf(sorted)];
          const shifted = samples.map((sample) => ({ ...sample, at: sample.at + startMs }));
          const observed = ({ at, values }: Sample) => ({ at, ...measuredOf(values) });
          let next = 0;
          for (const { size, second, acknowledge, waitMs } of batches) {
            const batch = shifted.slice(next, next + size).map(observed);
            if (batch.length === 0) break;
            await write(second ? other : one, shuffled, batch);
            next += size;
            if (acknowledge) await acknowledgeAll(shuffled);
            if (waitMs !== undefined) await one.get(AlarmClock).tick(Date.now() + waitMs);
          }
          const inOrder = shifted.sort(inEventOrder);
          await write(one, sorted, inOrder.map(observed));
          await one.get(AlarmClock).tick(Date.now() + 1_700_000);
          const seen = await breachesSeen(one, shuffled, rulesShuffled);
          expect(seen).toEqual(await breachesSeen(one, sorted, rulesSorted));
          const program = new Program(
            definitions.map((definition, i) => ({ id: i, ruleId: i, definition, effectiveFrom: -Infinity })),
            signalsOf([]),
          );
          const truth = breachesOf([], program.run(program.initial(), inOrder, startMs + 1_700_000))
            .map(({ rule, raisedAt, returnedAt, severity, peak }) => ({
              rule: rule.id,
              raisedAt,
              returnedAt,
              severity,
              peak,
            }))
            .sort((a, b) => a.rule - b.rule || a.raisedAt - b.raisedAt);
          expect(seen).toEqual(truth);
          for (const [i, rule] of rulesShuffled.entries())
            expect(await backTested(rule)).toEqual(
              truth.filter((breach) => breach.rule === i).map(({ raisedAt }) => raisedAt),
            );
          // An open breach belongs to an open, active alarm, whoever acknowledged what when.
          const [lost] = await one.database.query<{ count: number }>(
            `SELECT count(*) FROM breach b JOIN alarm a ON a.id = b.alarm_id
              WHERE b.equipment_id = $1 AND b.returned_at IS NULL AND b.withdrawn_at IS NULL
                AND (a.closed_at IS NOT NULL OR NOT a.active OR a.state NOT IN ('unack_active', 'ack_active'))`,
            [shuffled],
          );
          expect(lost!.count).toBe(0);
          const [counts] = await one.database.query<{ wrong: number }>(
            `SELECT count(*) AS wrong FROM alarm a WHERE a.equipment_id = ANY($1::bigint[]) AND a.active <> EXISTS (
               SELECT 1 FROM breach b WHERE b.alarm_id = a.id AND b.returned_at IS NULL AND b.withdrawn_at IS NULL)`,
            [[shuffled, sorted]],
          );
          expect(counts!.wrong).toBe(0);
        },
      ),
      { numRuns: 30 },
    );
  }, 120_000);

  async function acknowledgeAll(equipment: number): Promise<void> {
    const waiting = await one.database.query<{ id: number }>(
      `SELECT id FROM alarm WHERE equipment_id = $1 AND state IN ('unack_active', 'unack_returned')`,
      [equipment],
    );
    const context = { requestId: randomUUID(), deadline: Date.now() + 60_000 };
    for (const { id } of waiting)
      // The clock may have withdrawn it meanwhile.
      await one
        .get(AlarmService)
        .act(id, { action: 'acknowledge' }, context)
        .catch((error: unknown) => expect(error).toMatchObject({ code: 'ALARM_STATE' }));
  }

  async function backTested(rule: number): Promise<number[]> {
    const store = one.get(BackTestStore);
    const id = randomUUID();
    const request = { from: Instant.ofMs(startMs), to: Instant.ofMs(startMs + 1_700_000), operators: 1 };
    await one.database.transaction((tx) => store.create(tx, id, rule, request));
    await one.get(BackTestWorker).run({ id }, { attempt: 1, lastAttempt: true, headers: {} });
    const view = await store.view(id);
    expect([view?.status, view?.problem]).toEqual(['completed', null]);
    expect(view?.result?.also_recorded).toBe(view?.result?.recorded_alarms);
    return view!.result!.alarms.map(({ raised_at }) => Date.parse(raised_at));
  }

  it('each breach writes one alert, and an open alarm takes in all breaches', async () => {
    const equipment = await newRobot(one);
    await establishRule(one, hot({ equipment }));
    await write(one, equipment, [reading(0, 1), reading(1, 6.5)]);
    expect(await alarmsOf(equipment)).toEqual([{ state: 'unack_active', breaches: 1 }]);
    await write(one, equipment, [reading(2, 1), reading(3, 7), reading(4, 8)]);
    expect(await alarmsOf(equipment)).toEqual([{ state: 'unack_active', breaches: 2 }]);
    expect(await alertsOf(equipment)).toEqual([
      'hot (low): temperature 6.5 °C',
      'hot (low): temperature 7 °C',
    ]);
    await write(one, equipment, [reading(5, 1)]);
    expect(await alarmsOf(equipment)).toEqual([{ state: 'unack_returned', breaches: 2 }]);
  });

  it('late readings withdraw a breach that they disprove, and its alert says so', async () => {
    const equipment = await newRobot(one);
    await establishRule(one, hot({ equipment, on_delay_s: 10 }));
    await write(one, equipment, [reading(0, 6), reading(20, 6)]);
    expect(await alarmsOf(equipment)).toEqual([{ state: 'unack_active', breaches: 1 }]);
    await write(one, equipment, [reading(8, 1), reading(21, 1)]);
    expect(await alarmsOf(equipment)).toEqual([{ state: 'normal', breaches: 0 }]);
    expect(await alertsOf(equipment)).toEqual([
      'hot (low): temperature 6 °C (withdrawn: late readings showed otherwise)',
    ]);
  });

  it('a corrected or removed reading makes its equipment be replayed', async () => {
    const equipment = await newRobot(one);
    const rule = await establishRule(one, hot({ equipment }));
    await write(one, equipment, [reading(0, 1), reading(1, 6), reading(2, 1), reading(3, 6), reading(4, 1)]);
    const ids = await one.database.query<{ id: number }>(
      'SELECT id FROM reading WHERE equipment_id = $1 ORDER BY measured_at',
      [equipment],
    );
    const { ReadingController } = await import('../../ingest/reading.controller.js');
    await one.get(ReadingController).change({ params: { id: ids[1]!.id }, body: { temperature: 2 } });
    await one.get(ReadingController).remove({ params: { id: ids[4]!.id } });
    expect(await breachesSeen(one, equipment, [rule])).toMatchObject([
      { raisedAt: startMs + 3000, returnedAt: null },
    ]);
    expect(await alarmsOf(equipment)).toEqual([{ state: 'unack_active', breaches: 1 }]);
  });

  it('batches that come newest first give the same breaches and write no checkpoints', async () => {
    const [backwards, sorted] = [await newRobot(one), await newRobot(one)];
    const rules: number[] = [];
    const delayed = { on_delay_s: 2, off_delay_s: 3 };
    for (const equipment of [backwards, sorted])
      rules.push(await establishRule(one, hot({ equipment, ...delayed })));
    const readings = Array.from({ length: 280 }, (_, at) => reading(at, 5 + 4 * Math.sin(at / 7)));
    await write(one, sorted, readings);
    for (let end = readings.length; end > 0; end -= 20)
      await write(one, backwards, readings.slice(end - 20, end).reverse());
    const [of, other] = [
      await breachesSeen(one, backwards, rules.slice(0, 1)),
      await breachesSeen(one, sorted, rules.slice(1)),
    ];
    expect(of.length).toBeGreaterThan(4);
    expect(of).toEqual(other);
    const checkpoints = await one.database.query('SELECT at FROM checkpoint WHERE equipment_id = $1', [
      backwards,
    ]);
    expect(checkpoints).toEqual([]);
  });

  it('late readings of a fast machine replay at most 500 readings and themselves, and give the breaches of sorted ones', async () => {
    const [late, sorted] = [await newRobot(one), await newRobot(one)];
    const rules: number[] = [];
    for (const equipment of [late, sorted])
      rules.push(await establishRule(one, hot({ equipment, on_delay_s: 0.003 })));
    const readings = Array.from({ length: 2000 }, (_, ms) => reading(ms / 1000, 5 + 4 * Math.sin(ms / 7)));
    await write(one, sorted, readings);
    await write(one, late, readings.slice(0, 1000));
    for (let ms = 1000; ms < 2000; ms += 100) {
      const [first, second, ...others] = readings.slice(ms, ms + 100);
      await write(one, late, others);
      await write(other, late, [second!]);
      await write(one, late, [first!]);
      const [since] = await one.database.query<{ count: number }>(
        `SELECT count(*) FROM reading WHERE equipment_id = $1 AND measured_at > (
           SELECT max(at) FROM checkpoint WHERE equipment_id = $1)`,
        [late],
      );
      expect(since!.count).toBeLessThan(500 + 100);
      expect(since!.count).toBeGreaterThan(0);
    }
    const seen = await breachesSeen(one, late, rules.slice(0, 1));
    expect(seen.length).toBeGreaterThan(20);
    expect(seen).toEqual(await breachesSeen(one, sorted, rules.slice(1)));
  });

  it('readings that are too late or from the future are stored and flagged, but not evaluated', async () => {
    const equipment = await newRobot(one);
    const rule = await establishRule(one, hot({ equipment }));
    await write(one, equipment, [reading(600, 1), reading(299, 9), reading(301, 9), reading(302, 1)]);
    const ahead = Math.floor((Date.now() + 600_000 - startMs) / 1000);
    await write(other, equipment, [reading(ahead, 9), reading(601, 1)]);
    expect((await breachesSeen(one, equipment, [rule])).map(({ raisedAt }) => raisedAt)).toEqual([
      startMs + 301_000,
    ]);
    const flagged = await one.database.query(
      'SELECT reason, measured_at FROM unevaluated_reading WHERE equipment_id = $1 ORDER BY 2',
      [equipment],
    );
    expect(flagged).toEqual([
      { reason: 'late', measured_at: new Date(startMs + 299_000) },
      { reason: 'future', measured_at: new Date(startMs + ahead * 1000) },
    ]);
  });

  it('timers fire where no reading comes, at the exact times of the rule', async () => {
    const equipment = await newRobot(one);
    const silent = await establishRule(one, hot({ equipment, set: { type: 'stale', after_s: 30 } }));
    const slow = await establishRule(one, hot({ equipment, on_delay_s: 20, off_delay_s: 5 }));
    await write(one, equipment, [reading(0, 9)]);
    // The reading came half an hour late: those after it may be on their way.
    await other.get(AlarmClock).tick();
    expect(await breachesSeen(one, equipment, [silent, slow])).toEqual([]);
    await other.get(AlarmClock).tick(Date.now() + 40_000);
    expect(await breachesSeen(one, equipment, [silent, slow])).toMatchObject([
      { rule: 0, raisedAt: startMs + 30_000, returnedAt: null },
      { rule: 1, raisedAt: startMs + 20_000, returnedAt: null },
    ]);
    await write(one, equipment, [reading(60, 1)]);
    await other.get(AlarmClock).tick(Date.now() + 40_000);
    expect(await breachesSeen(one, equipment, [silent, slow])).toMatchObject([
      { rule: 0, raisedAt: startMs + 30_000, returnedAt: startMs + 60_000 },
      { rule: 0, raisedAt: startMs + 90_000, returnedAt: null },
      { rule: 1, raisedAt: startMs + 20_000, returnedAt: startMs + 65_000 },
    ]);
  });

  it('a silent machine that has a checkpoint needs none of its old readings any more', async () => {
    const equipment = await newRobot(one);
    const rule = await establishRule(one, hot({ equipment }));
    await write(one, equipment, [reading(0, 1), reading(1, 9), reading(2, 9)]);
    await other.get(AlarmClock).tick(Date.now() + 400_000);
    await one.database.query('DELETE FROM reading WHERE equipment_id = $1', [equipment]);
    await write(one, equipment, [reading(500, 9)]);
    await write(one, equipment, [reading(501, 1)]);
    expect(await breachesSeen(one, equipment, [rule])).toMatchObject([
      { raisedAt: startMs + 1000, returnedAt: startMs + 501_000 },
    ]);
  });

  it("a failed transaction of readings leaves the rules' state unchanged", async () => {
    const equipment = await newRobot(one);
    const rule = await establishRule(one, hot({ equipment }));
    await write(one, equipment, [reading(0, 1)]);
    const { ReadingWriter } = await import('../../readings/reading-writer.service.js');
    const { AlarmEvaluationService } = await import('./alarm-evaluation.service.js');
    const failing = one.database.transaction(async (tx) => {
      const stored = await one.get(ReadingWriter).store(tx, [
        {
          equipmentId: equipment,
          measuredAtUs: (startMs + 1000) * 1000,
          temperature: 9,
          speed: 0,
          pressure: 0,
          quality: 0,
        },
      ]);
      await one.get(AlarmEvaluationService).apply(tx, stored.filter(isStored));
      throw new Error('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    await write(one, equipment, [reading(2, 8)]);
    expect(await breachesSeen(one, equipment, [rule])).toMatchObject([{ raisedAt: startMs + 2000 }]);
  });

  it("a change of the equipment type ends the breaches of the former type's rules", async () => {
    const equipment = await newRobot(one);
    const rule = await establishRule(
      one,
      hot({ equipment_type: 'Robot', set: { type: 'compare', signal: 'pressure', op: '>', value: 900 } }),
    );
    await write(one, equipment, [{ ...reading(0, 1), pressure: 901 }]);
    const { EquipmentController } = await import('../../machines/equipment.controller.js');
    const params = { id: equipment };
    // In one transaction, since the clock would end the breach between them.
    await one.database.transaction(async () => {
      await one
        .get(EquipmentController)
        .change(
          { params, body: { equipment_type: 'Manufacturing' } },
          { requestId: 'r', deadline: Infinity },
        );
      await write(one, equipment, [{ ...reading(5, 1), pressure: 902 }]);
    });
    expect(await breachesSeen(one, equipment, [rule])).toMatchObject([
      { raisedAt: startMs, returnedAt: startMs + 5000 },
    ]);
  });
});
