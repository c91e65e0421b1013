import { randomUUID } from 'node:crypto';
import { breachesOf, inEventOrder, Program, type Sample } from '@argus/alarms';
import { arbitraryDefinition, arbitrarySamples } from '@argus/alarms/testing';
import { type CallContext, Instant, type RuleDefinition, type RulePatch } from '@argus/contracts';
import { checkSize, eventually } from '@argus/testing';
import { ServiceReplica, Site } from '@argus/testing/services';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { equipmentService } from '../../index.js';
import { EquipmentController } from '../../machines/equipment.controller.js';
import { arbitraryUnits, statedIn } from '../../testing/arbitrary-units.js';
import { breachesSeen, hotAbove, newRobot, settle, write } from '../../testing/alarm-fixture.js';
import { AlarmController } from '../alarms/alarm.controller.js';
import { WatchStore } from '../evaluation/watch.store.js';
import { limitUnits } from '../rule-versions/limit-units.js';
import { measuredOf, signalsOf } from '../rule-versions/signals.js';
import { RuleStore } from '../rule-versions/rule.store.js';
import { RulesInForceService } from '../rule-versions/rules-in-force.service.js';
import { RuleController } from './rule.controller.js';

/** `RULE_CHANGE_RUNS` makes the law's test as long as one likes. */
const RUNS = checkSize('RULE_CHANGE_RUNS', 12);

let site: Site;
let one: ServiceReplica;
let other: ServiceReplica;
let rules: RuleController;
let alarms: AlarmController;
/** Half an hour ago, so that everything that is due by then is due. */
const startMs = Math.floor(Date.now() / 1000) * 1000 - 1_800_000;
const END = startMs + 1_700_000;

const context: CallContext = {
  requestId: randomUUID(),
  deadline: Date.now() + 600_000,
  principal: { family: 'techtrack', accountId: 7, username: 'olga', role: 'user', sessionId: randomUUID() },
};

beforeAll(async () => {
  site = await Site.create();
  one = await ServiceReplica.start(equipmentService, { site });
  other = await ServiceReplica.start(equipmentService, { site });
  rules = one.get(RuleController);
  alarms = one.get(AlarmController);
});

afterEach(() => void jest.restoreAllMocks());

afterAll(async () => {
  await one.stop();
  await other.stop();
  await site.remove();
});

const WAITING =
  'SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0';
const hot = (fields: Partial<RuleDefinition> = {}) => hotAbove(50, fields);
const reading = (second: number, temperature: number) => ({
  at: startMs + second * 1000,
  temperature,
  speed: 0,
  pressure: 0,
});
/** Rules whose limits are in any unit. */
const arbitraryStated = fc
  .tuple(arbitraryDefinition, arbitraryUnits)
  .map(([definition, units]) => statedIn(definition, units));
const tick = (waitMs = 1_700_000) => settle(other, Date.now() + waitMs);

describe('a rule that changes', () => {
  type Step =
    | { readonly kind: 'readings'; readonly count: number }
    | { readonly kind: 'silence'; readonly waitMs: number }
    | { readonly kind: 'edit'; readonly patch: RulePatch; readonly atMs: number };
  const edit = (patch: fc.Arbitrary<RulePatch>) =>
    fc.record({
      kind: fc.constant('edit' as const),
      patch,
      atMs: fc.integer({ min: 0, max: 60_000 }).map((ms) => startMs + ms),
    });
  const arbitrarySteps: fc.Arbitrary<Step[]> = fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('readings' as const), count: fc.integer({ min: 1, max: 8 }) }),
      fc.record({ kind: fc.constant('silence' as const), waitMs: fc.integer({ min: 0, max: 60_000 }) }),
      edit(fc.record({ name: fc.constantFrom('one', 'two') })),
      edit(fc.record({ severity: fc.constantFrom('low' as const, 'medium' as const) })),
      edit(fc.record({ enabled: fc.boolean() })),
      edit(fc.constant({})),
      edit(arbitraryStated.map(({ set, clear, on_delay_s }) => ({ set, clear: clear ?? null, on_delay_s }))),
    ),
    { minLength: 4, maxLength: 14 },
  );

  it('live breaches are those of a back-test of the rule in force, for readings, edits and silences in any order', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryStated,
        fc.uniqueArray(
          arbitrarySamples.map((all) => all[0]!),
          { minLength: 4, maxLength: 30, selector: ({ at }) => at },
        ),
        arbitrarySteps,
        async (definition, samples, steps) => {
          const equipment = await newRobot(one);
          let clockMs = startMs;
          for (const replica of [one, other])
            jest
              .spyOn(replica.get(RuleStore), 'now')
              .mockImplementation(() => Promise.resolve(Instant.ofMs(clockMs)));
          // What is checked of a rule as such is another test's.
          jest.spyOn(one.get(RuleStore), 'count').mockResolvedValue(0);
          const first = { ...definition, escalations: [...definition.escalations], equipment };
          const rule = await feasible(() => rules.create({ body: hot(first) }, context));
          const arrived: Sample[] = [];
          const shifted = samples.map((sample) => ({ ...sample, at: sample.at + startMs }));
          for (const step of steps) {
            if (step.kind === 'silence') await tick(step.waitMs);
            else if (step.kind === 'readings') {
              const batch = shifted.slice(arrived.length, arrived.length + step.count);
              arrived.push(...batch);
              const replica = arrived.length % 2 === 0 ? one : other;
              await write(
                replica,
                equipment,
                batch.map(({ at, values }) => ({ at, ...measuredOf(values) })),
              );
            } else {
              clockMs = Math.max(clockMs, step.atMs);
              await feasible(
                () => rules.change({ params: { id: rule.id }, body: step.patch }, context),
                true,
              );
            }
          }
          await tick();
          await tick();
          const [version] = await one.database.transaction((tx) =>
            one
              .get(RuleStore)
              .current(tx, rule.id)
              .then((current) => [current!]),
          );
          const program = new Program([version], signalsOf([]), limitUnits);
          const truth = breachesOf([], program.run(program.initial(), arrived.sort(inEventOrder), END));
          const seen = await one.database.query<{
            raised_at: Date;
            returned_at: Date | null;
            severity: number;
          }>(
            `SELECT raised_at, returned_at, severity FROM breach
              WHERE equipment_id = $1 AND rule_version_id = $2 AND withdrawn_at IS NULL AND NOT ended_with_rule
              ORDER BY raised_at`,
            [equipment, version.id],
          );
          const expected = version.definition.enabled ? truth : [];
          expect(
            seen.map((row) => [row.raised_at.getTime(), row.returned_at?.getTime() ?? null, row.severity]),
          ).toEqual(
            (version.definition.enabled
              ? expected
              : seen.map((row) => ({
                  raisedAt: row.raised_at.getTime(),
                  returnedAt: row.returned_at!.getTime(),
                  severity: row.severity,
                }))
            ).map(({ raisedAt, returnedAt, severity }) => [raisedAt, returnedAt, severity]),
          );
          const [counts] = await one.database.query<{ wrong: number }>(
            `SELECT count(*) AS wrong FROM alarm a WHERE a.equipment_id = $1 AND a.active <> EXISTS (
               SELECT 1 FROM breach b WHERE b.alarm_id = a.id AND b.returned_at IS NULL AND b.withdrawn_at IS NULL)`,
            [equipment],
          );
          expect(counts!.wrong).toBe(0);
          await rules.remove({ params: { id: rule.id } }, context);
        },
      ),
      { numRuns: RUNS },
    );
  }, 600_000);

  /** A rule that could never do its work is refused; the run then goes on without the change. */
  async function feasible<T>(work: () => Promise<T>, mayFail = false): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if ((error as { code?: string }).code !== 'VALIDATION_FAILED') throw error;
      if (!mayFail) fc.pre(false);
      return undefined as T;
    }
  }

  async function acknowledged(fields: Partial<RuleDefinition> = {}) {
    const equipment = await newRobot(one);
    const { id: rule } = await rules.create({ body: hot({ equipment, ...fields }) }, context);
    await write(one, equipment, [reading(0, 60)]);
    const query = { page: 1, page_size: 20, equipment };
    const [alarm] = (await alarms.list({ query })).results;
    await alarms.acknowledge({ params: { id: alarm!.id }, body: {} }, context);
    const change = async (body: RulePatch) => {
      const view = await rules.change({ params: { id: rule }, body }, context);
      await tick();
      return view;
    };
    const list = async () => (await alarms.list({ query })).results;
    const history = async () =>
      (await alarms.history({ params: { id: alarm!.id }, query: { page: 1, page_size: 20 } })).results;
    return { equipment, rule, change, list, history };
  }

  it('saving an identical rule keeps its version, its alarm and the acknowledgement, and leaves no trace', async () => {
    const { rule, equipment, list, history } = await acknowledged();
    const [before, past] = [await list(), await history()];
    const same = await rules.replace({ params: { id: rule }, body: hot({ equipment }) }, context);
    await tick();
    expect(same).toMatchObject({ version: 1 });
    expect([await list(), await history()]).toEqual([before, past]);
  });

  it('a new name keeps the acknowledged alarm, and the history says who gave it', async () => {
    const { change, list, history } = await acknowledged();
    const [before] = await list();
    expect(await change({ name: 'very hot', latching: true })).toMatchObject({ version: 2 });
    expect(await list()).toEqual([{ ...before, rule_name: 'very hot' }]);
    expect((await history())[0]).toMatchObject({
      action: 'change_rule',
      from_state: 'ack_active',
      to_state: 'ack_active',
      username: 'olga',
      comment: 'Version 2: name, latching',
    });
  });

  it('a new severity is that of the acknowledged alarm, which stays acknowledged', async () => {
    const { change, list, equipment, rule } = await acknowledged();
    const [before] = await list();
    await change({ severity: 'critical' });
    expect(await list()).toEqual([{ ...before, severity: 'critical' }]);
    await change({ severity: 'medium' });
    expect(await list()).toEqual([{ ...before, severity: 'medium' }]);
    expect(await breachesSeen(one, equipment, [rule])).toMatchObject([
      { raisedAt: startMs, returnedAt: null, severity: 1 },
    ]);
  });

  it('a changed limit that a silent machine still exceeds keeps its acknowledged alarm; one that it does not ends it', async () => {
    const { change, list, history } = await acknowledged();
    const [before] = await list();
    await change({ set: { type: 'compare', signal: 'temperature', op: '>', value: 55 } });
    expect(await list()).toEqual([before]);
    await change({ set: { type: 'compare', signal: 'temperature', op: '>', value: 65 } });
    expect(await list()).toMatchObject([{ id: before!.id, state: 'normal', active: false, breaches: 1 }]);
    expect((await history()).slice(0, 2)).toMatchObject([
      { action: 'return', username: null },
      { action: 'change_rule', username: 'olga', comment: 'Version 3: set' },
    ]);
  });

  it('a rule that is switched off and on again finds its alarm acknowledged as before', async () => {
    const { change, list } = await acknowledged();
    const [before] = await list();
    await change({ enabled: false });
    expect(await list()).toMatchObject([{ state: 'normal', active: false }]);
    await change({ enabled: true });
    const [after] = await list();
    expect(after).toMatchObject({
      state: 'ack_active',
      acknowledged_by: 'olga',
      acknowledged_at: before!.acknowledged_at,
      raised_at: before!.raised_at,
    });
    const alerts = await one.database.query('SELECT id FROM alert WHERE equipment_id = $1', [
      before!.equipment,
    ]);
    expect(alerts).toHaveLength(1);
  });

  it('a rule that is made for a machine which is silent already knows of its silence', async () => {
    const equipment = await newRobot(one);
    await write(one, equipment, [reading(0, 60)]);
    /* Each tick writes the checkpoints of some machines. */
    await eventually(
      async () => {
        await tick(400_000);
        return one.database.query('SELECT 1 FROM checkpoint WHERE equipment_id = $1', [equipment]);
      },
      (checkpoints) => checkpoints.length > 0,
    );
    await one.database.query('DELETE FROM reading WHERE equipment_id = $1', [equipment]);
    const set = { type: 'stale', after_s: 300 } as const;
    const { id } = await rules.create({ body: hot({ equipment, set }) }, context);
    await tick();
    expect(await breachesSeen(one, equipment, [id])).toMatchObject([
      { raisedAt: startMs + 300_000, returnedAt: null },
    ]);
  });

  it('a closed alarm shows the name that its rule had when it was raised', async () => {
    const { change, list, equipment } = await acknowledged();
    await write(one, equipment, [reading(1, 20)]);
    await change({ name: 'renamed' });
    expect(await list()).toMatchObject([{ state: 'normal', rule_name: 'hot' }]);
  });

  it('a rule whose equipment was removed is seen as such, can be changed and moved, and removed', async () => {
    const { equipment, rule } = await acknowledged();
    await one.get(EquipmentController).remove({ params: { id: equipment } });
    const params = { id: rule };
    expect(await rules.get({ params })).toMatchObject({ equipment, equipment_removed: true });
    const set = { type: 'compare', signal: 'vibration', op: '>', value: 1 } as const;
    expect(
      await rules.replace({ params, body: hot({ equipment, set, name: 'gone' }) }, context),
    ).toMatchObject({
      name: 'gone',
      set,
    });
    for (const enabled of [false, true])
      expect(await rules.change({ params, body: { enabled } }, context)).toMatchObject({ enabled });
    const moved = await rules.replace({ params, body: hot({ equipment: await newRobot(one) }) }, context);
    expect(moved).toMatchObject({ equipment_removed: false });
    await rules.remove({ params }, context);
    await expect(rules.get({ params })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('a machine that changes its type while it is silent loses the alarms of the former type', async () => {
    const equipment = await newRobot(one);
    const set = { type: 'compare', signal: 'pressure', op: '>', value: 900 } as const;
    const { id } = await rules.create({ body: hot({ equipment_type: 'Robot', set }) }, context);
    await write(one, equipment, [{ ...reading(0, 1), pressure: 901 }]);
    const body = { equipment_type: 'Manufacturing' } as const;
    const machines = one.get(EquipmentController);
    await machines.change({ params: { id: equipment }, body: { model: 'R200' } }, context);
    await machines.change({ params: { id: equipment }, body }, context);
    await tick();
    expect(await breachesSeen(one, equipment, [id])).toMatchObject([{ returnedAt: startMs }]);
    const page = { page: 1, page_size: 20 };
    const [alarm] = (await alarms.list({ query: { ...page, equipment, rule: id } })).results;
    const { results } = await alarms.history({ params: { id: alarm!.id }, query: page });
    expect(results.map(({ action, username }) => [action, username])).toEqual([
      ['return', null],
      ['change_equipment', context.principal!.username],
      ['activate', null],
    ]);
    expect(results[1]!.comment).toBe(
      'The equipment type was changed from Robot to Manufacturing; the rule is for Robot',
    );
  });

  it('a change of rules waits for the evaluations in flight, and those that come later wait for it and see it', async () => {
    const inForce = one.get(RulesInForceService);
    const order: string[] = [];
    const evaluation = (name: string) =>
      other.database.transaction(async (tx) => {
        await other.get(RulesInForceService).lock(tx);
        order.push(name);
      });
    const { change, later } = await one.database.transaction(async (tx) => {
      await inForce.lock(tx);
      const waiters = () => tx.query<object[]>(WAITING);
      const waiting = (count: number) => eventually(waiters, (all) => all.length >= count);
      const changing = other.database.transaction(async (changingTx) => {
        await inForce.change(changingTx);
        order.push('change');
      });
      await waiting(1);
      const evaluating = evaluation('later evaluation');
      await waiting(2);
      order.push('evaluation in flight');
      return { change: changing, later: evaluating };
    });
    await Promise.all([change, later]);
    expect(order).toEqual(['evaluation in flight', 'change', 'later evaluation']);
  });

  it('a machine that changes its type waits for who holds its watch, without holding the alarms that they want next', async () => {
    const equipment = await newRobot(one);
    const { id } = await rules.create({ body: hot({ equipment_type: 'Robot' }) }, context);
    await write(one, equipment, [reading(0, 51)]);
    const { change } = await one.database.transaction(async (tx) => {
      await one.get(WatchStore).lock(tx, [equipment]);
      const params = { id: equipment };
      const changing = other
        .get(EquipmentController)
        .change({ params, body: { equipment_type: 'Manufacturing' } }, context);
      await eventually(
        () => tx.query<object[]>(WAITING),
        (all) => all.length > 0,
      );
      const locked = await tx.query<object[]>(
        'SELECT 1 FROM alarm WHERE rule_id = $1 AND equipment_id = $2 FOR UPDATE NOWAIT',
        [id, equipment],
      );
      expect(locked).toHaveLength(1);
      return { change: changing };
    });
    expect(await change).toMatchObject({ equipment_type: 'Manufacturing' });
  });
});
