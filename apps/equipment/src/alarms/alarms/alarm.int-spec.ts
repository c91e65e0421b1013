import { type CallContext, Instant, type RuleDefinition } from '@argus/contracts';
import { roundTrips } from '@argus/testing/postgres';
import { ServiceReplica, Site } from '@argus/testing/services';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { equipmentService } from '../../index.js';
import { randomUUID } from 'node:crypto';
import { AlertController } from '../alerts/alert.controller.js';
import { EquipmentController } from '../../machines/equipment.controller.js';
import { AlarmClock } from './alarm.clock.js';
import { RuleController } from '../rules/rule.controller.js';
import { defaultRules } from '../rules/default-rules.js';
import { complete } from '../../testing/complete.js';
import { breachesSeen, establishRule, newRobot, settle, write } from '../../testing/alarm-fixture.js';
import { AlarmController } from './alarm.controller.js';

let site: Site;
let replica: ServiceReplica;
let alarms: AlarmController;
let rules: RuleController;
let equipment: number;
let rule: number;

const context: CallContext = {
  requestId: randomUUID(),
  deadline: Date.now() + 60_000,
  principal: { family: 'techtrack', accountId: 7, username: 'olga', role: 'user', sessionId: randomUUID() },
};
const definition = (fields: Partial<RuleDefinition> = {}): RuleDefinition => ({
  ...defaultRules[0]!,
  equipment_type: null,
  name: 'hot',
  set: { type: 'compare', signal: 'temperature', op: '>', value: 50 },
  off_delay_s: 0,
  severity: 'low',
  escalations: [
    { severity: 'critical', when: { type: 'compare', signal: 'temperature', op: '>', value: 70 } },
  ],
  ...fields,
});

beforeAll(async () => {
  site = await Site.create();
  replica = await ServiceReplica.start(equipmentService, { site });
  alarms = replica.get(AlarmController);
  rules = replica.get(RuleController);
});

afterAll(async () => {
  await replica.stop();
  await site.remove();
});

let at = 0;
beforeEach(async () => {
  equipment = await newRobot(replica);
  rule = await establishRule(replica, definition({ equipment }));
  at = Date.now() - 60_000;
});

const measure = (temperature: number) =>
  write(replica, equipment, [{ at: (at += 1000), temperature, speed: 1, pressure: 1 }]);
const open = async () =>
  (await alarms.list({ query: { page: 1, page_size: 20, equipment, open: true } })).results[0]!;
const params = async () => ({ params: { id: (await open()).id } });
const alerts = () =>
  replica
    .get(AlertController)
    .list({ query: { equipment, ordering: 'id' } })
    .then((rows) => rows.map(({ description }) => description));

describe('alarms', () => {
  it('an alert speaks the units of its equipment, while rules keep theirs', async () => {
    await measure(60);
    const units = { temperature: '°F', speed: 'rpm', pressure: 'bar' } as const;
    await replica.get(EquipmentController).setUnits({ params: { id: equipment }, body: units });
    await measure(20);
    await measure(141.8);
    expect(await alerts()).toEqual(['hot (low): temperature 60 °C', 'hot (low): temperature 141.8 °F']);
  });

  it('an alarm is opened and its raising recorded after the reading arrived, not when the transaction began', async () => {
    await replica.database.transaction(async (tx) => {
      await tx.query('SELECT 1');
      const begunMs = Date.now();
      while (Date.now() === begunMs);
      at = Date.now();
      await write(replica, equipment, [{ at, temperature: 60, speed: 1, pressure: 1 }]);
    });
    const { id, opened_at } = await open();
    const { results } = await alarms.history({ params: { id }, query: { page: 1, page_size: 20 } });
    expect(Date.parse(opened_at)).toBeGreaterThanOrEqual(at);
    expect(Date.parse(results[0]!.recorded_at)).toBeGreaterThanOrEqual(at);
  });

  it('an acknowledged alarm is normal once it has returned', async () => {
    await measure(60);
    const { params: id } = await params();
    const acknowledged = await alarms.acknowledge({ params: id, body: { comment: 'on my way' } }, context);
    expect(acknowledged).toMatchObject({ state: 'ack_active', acknowledged_by: 'olga', closed_at: null });
    await expect(alarms.acknowledge({ params: id, body: {} }, context)).rejects.toMatchObject({
      code: 'ALARM_STATE',
    });
    await alarms.comment({ params: id, body: { comment: 'fan replaced' } }, context);
    await measure(40);
    expect(await alarms.get({ params: id })).toMatchObject({ state: 'normal', active: false, breaches: 1 });
    const { results } = await alarms.history({ params: id, query: { page: 1, page_size: 20 } });
    expect(
      results.map(({ action, from_state, to_state, username, comment }) => [
        action,
        from_state,
        to_state,
        username,
        comment,
      ]),
    ).toEqual([
      ['return', 'ack_active', 'normal', null, null],
      ['comment', 'ack_active', 'ack_active', 'olga', 'fan replaced'],
      ['acknowledge', 'unack_active', 'ack_active', 'olga', 'on my way'],
      ['activate', 'normal', 'unack_active', null, null],
    ]);
    await measure(60);
    expect((await open()).id).not.toBe(id.id);
    /* What is closed is history: its successor is what there is to act on. */
    const reopened = alarms.suppress({ params: id, body: { reason: 'maintenance' } }, context);
    await expect(reopened).rejects.toMatchObject({ code: 'ALARM_STATE' });
    expect(await alarms.comment({ params: id, body: { comment: 'seen' } }, context)).toMatchObject({
      state: 'normal',
    });
  });

  it('an act on an alarm is three round trips: the lock, the act with its commit, the answer', async () => {
    await measure(60);
    const { params: id } = await params();
    const act = async (what: 'acknowledge' | 'comment' | 'shelve', body: object) =>
      roundTrips(replica.database, () => alarms[what]({ params: id, body: body as never }, context));
    expect(await act('acknowledge', {})).toMatchObject({ trips: 3 });
    expect(await act('comment', { comment: 'on my way' })).toMatchObject({ trips: 3 });
    expect(await act('shelve', { reason: 'known', duration_s: 60 })).toMatchObject({ trips: 3 });
  });

  it('an escalated alarm needs a new acknowledgement, and de-escalates by itself', async () => {
    await measure(60);
    const id = await params();
    await alarms.acknowledge({ ...id, body: {} }, context);
    await measure(75);
    expect(await open()).toMatchObject({ state: 'unack_active', severity: 'critical' });
    await alarms.acknowledge({ ...id, body: {} }, context);
    await measure(60);
    expect(await open()).toMatchObject({ state: 'ack_active', severity: 'low' });
    const { results } = await alarms.history({ ...id, query: { page: 1, page_size: 20 } });
    const byReadings = results.filter(({ username }) => username === null);
    /* Each step has the time of the reading that made it. */
    expect(byReadings.map(({ action, at: when }) => [action, Date.parse(when) - at])).toEqual([
      ['de-escalate', 0],
      ['escalate', -1000],
      ['activate', -2000],
    ]);
  });

  it('a latched alarm stays until somebody resets it', async () => {
    rule = await establishRule(replica, definition({ equipment, latching: true, name: 'latched' }));
    await measure(60);
    await measure(40);
    const latched = (await alarms.list({ query: { page: 1, page_size: 20, equipment, rule } })).results[0]!;
    expect(latched).toMatchObject({ state: 'latched_unack', active: false });
    const id = { params: { id: latched.id } };
    expect(await alarms.acknowledge({ ...id, body: {} }, context)).toMatchObject({ state: 'latched_ack' });
    expect(await alarms.reset({ ...id, body: {} }, context)).toMatchObject({ state: 'normal' });
  });

  it('a shelved alarm rises out of view and comes back when its time is over', async () => {
    await measure(60);
    const id = await params();
    const shelved = await alarms.shelve(
      { ...id, body: { reason: 'sensor is being replaced', duration_s: 600 } },
      context,
    );
    expect(shelved).toMatchObject({ state: 'shelved', reason: 'sensor is being replaced' });
    expect(Date.parse(shelved.shelved_until!)).toBeGreaterThan(Date.now() + 590_000);
    await measure(40);
    await measure(60);
    expect(await open()).toMatchObject({ state: 'shelved', active: true, breaches: 2 });
    expect(await alerts()).toHaveLength(1);
    await replica.get(AlarmClock).tick(Date.now() + 601_000);
    expect(await open()).toMatchObject({ state: 'unack_active', shelved_until: null, reason: null });
    expect(await alerts()).toEqual([
      'hot (low): temperature 60 °C',
      'hot (low): still so after it was out of view',
    ]);
    const tooLong = alarms.shelve({ ...id, body: { reason: 'away', duration_s: 43_201 } }, context);
    await expect(tooLong).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  it('an alarm can be taken out of service before it rises, is listed, and returns to service', async () => {
    const body = { rule, equipment, action: 'remove_from_service', reason: 'maintenance' } as const;
    const prepared = await alarms.prepare({ body }, context);
    expect(prepared).toMatchObject({ state: 'out_of_service', active: false, raised_at: null });
    await measure(60);
    expect(await alerts()).toEqual([]);
    expect(await open()).toMatchObject({
      id: prepared.id,
      state: 'out_of_service',
      active: true,
      breaches: 1,
    });
    const id = { params: { id: prepared.id } };
    await expect(alarms.unshelve({ ...id, body: {} }, context)).rejects.toMatchObject({
      code: 'ALARM_STATE',
    });
    expect(await alarms.returnToService({ ...id, body: {} }, context)).toMatchObject({
      state: 'unack_active',
    });
    expect(await alerts()).toHaveLength(1);
    await expect(alarms.prepare({ body: { ...body, equipment: 999_999 } }, context)).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    });
    await expect(alarms.prepare({ body: { ...body, rule: 999_999 } }, context)).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    });
  });

  it('a rule and a machine have one open alarm, also when several people prepare it at once', async () => {
    await measure(60);
    const again = replica.database.query(
      `INSERT INTO alarm (rule_id, equipment_id, state, active, latching, severity) VALUES ($1, $2, 'unack_active', true, false, 0)`,
      [rule, equipment],
    );
    await expect(again).rejects.toMatchObject({ constraint: 'UQ_alarm_open' });
    const acks = await Promise.allSettled(
      Array.from({ length: 8 }, async () => alarms.acknowledge({ ...(await params()), body: {} }, context)),
    );
    expect(acks.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('everything that happens to an alarm is published as an event', async () => {
    await measure(60);
    await alarms.acknowledge({ ...(await params()), body: {} }, context);
    const events = await replica.database.query<{ payload: { action: string; to_state: string } }>(
      `SELECT payload FROM outbox_message WHERE subject = 'evt.equipment.alarm-changed.v1'
          AND (payload->>'equipment_id')::bigint = $1 ORDER BY position`,
      [equipment],
    );
    expect(events.map(({ payload }) => [payload.action, payload.to_state])).toEqual([
      ['activate', 'unack_active'],
      ['acknowledge', 'ack_active'],
    ]);
  });

  it('Live feed of alarms: a follower gets every entry of the history once, and the removal of a machine, within its filters', async () => {
    const follow = (query: object, accountId = 7) =>
      alarms.follow(
        { query },
        { ...context, deadline: Date.now() + 2100, principal: { ...context.principal!, accountId } },
      );
    const { cursor } = await follow({});
    await measure(60);
    await alarms.acknowledge({ ...(await params()), body: { comment: 'seen' } }, context);
    await measure(75);
    await complete(replica.database);
    const { events, cursor: next } = await follow({ cursor, equipment });
    expect(
      events.map(({ action, severity, username, rule_name }) => [action, severity, username, rule_name]),
    ).toEqual([
      ['activate', 'low', null, 'hot'],
      ['acknowledge', 'low', 'olga', 'hot'],
      ['escalate', 'critical', null, 'hot'],
    ]);
    expect((await follow({ cursor: next, equipment })).events).toEqual([]);
    expect((await follow({ cursor, equipment, severity: 'high' })).events).toMatchObject([
      { action: 'escalate' },
    ]);
    expect((await follow({ cursor, rule, action: 'acknowledge' })).events).toMatchObject([
      { comment: 'seen' },
    ]);
    expect((await follow({ cursor, equipment: 999_999 })).events).toEqual([]);
    const known = (await follow({})).cursor;
    await replica.get(EquipmentController).remove({ params: { id: equipment } });
    await complete(replica.database);
    for (const query of [{}, { equipment }, { rule, action: 'acknowledge' }])
      expect(await follow({ cursor: known, ...query })).toMatchObject({
        removed: [{ equipment }],
        events: [],
      });
    expect(await follow({ cursor: known, equipment: 999_999 })).not.toHaveProperty('removed');
  });

  it('the alarm report gives the figures of EEMUA 191', async () => {
    for (let i = 0; i < 12; i++) await measure(i % 2 ? 40 : 60);
    const range = {
      from: Instant.ofMs(at - 600_000),
      to: Instant.ofMs(at + 60_000),
      operators: 1,
      equipment,
    };
    const report = await alarms.report({ query: range });
    expect(report).toMatchObject({
      alarms: 6,
      bad_actors: [{ rule, equipment, alarms: 6, share: 1 }],
      chattering: [{ rule, equipment, most_per_minute: 6 }],
      fleeting: 6,
      by_severity: { low: { alarms: 6, recommended_share: 0.8 } },
    });
    await expect(alarms.report({ query: { ...range, to: range.from } })).rejects.toMatchObject({
      code: 'RANGE_REVERSED',
    });
    const forever = { ...range, from: Instant.ofMs(0), to: Instant.parse('9999-12-31T00:00Z')! };
    await expect(alarms.report({ query: forever })).rejects.toMatchObject({ code: 'RANGE_TOO_LONG' });
  });

  it('the alarm report computes rates over the hours in which its machines were measured', async () => {
    const idle = await newRobot(replica);
    await measure(60);
    const hour = Math.floor(at / 3_600_000) * 3_600_000;
    const query = { from: Instant.ofMs(hour - 86_400_000), to: Instant.ofMs(at + 1), operators: 1 };
    const passedHours = (at + 1 - hour) / 3_600_000;
    const report = await alarms.report({ query: { ...query, equipment } });
    expect(report.measured_hours).toBeCloseTo(passedHours);
    expect(report.per_hour).toBeCloseTo(1 / passedHours);
    await write(replica, idle, [{ at: hour - 7_200_000, temperature: 1, speed: 1, pressure: 1 }]);
    expect(await alarms.report({ query: { ...query, equipment: idle } })).toMatchObject({
      measured_hours: 1,
      per_hour: 0,
    });
    const { measured_hours } = await alarms.report({ query });
    expect(measured_hours).toBeGreaterThanOrEqual(1 + passedHours - 1e-9);
    expect(measured_hours).toBeLessThan(24);
  });

  it('alarms are deleted with their equipment', async () => {
    await measure(60);
    const { EquipmentController } = await import('../../machines/equipment.controller.js');
    await replica.get(EquipmentController).remove({ params: { id: equipment } });
    expect((await alarms.list({ query: { page: 1, page_size: 20, equipment } })).count).toBe(0);
  });
});

describe('rules', () => {
  it('default rules are listed for all types and stay away once removed', async () => {
    const shipped = (await rules.list()).filter((each) => each.shipped);
    expect(shipped.map(({ name }) => name).sort()).toEqual(defaultRules.map(({ name }) => name).sort());
    const gone = shipped.find(({ name }) => name === 'No readings')!;
    await rules.remove({ params: { id: gone.id } }, context);
    const second = await ServiceReplica.start(equipmentService, { site });
    expect((await rules.list()).some(({ id }) => id === gone.id)).toBe(false);
    await second.stop();
  });

  it('a rule knows what was measured before it, and records what was not over by then', async () => {
    await measure(60);
    await measure(40);
    const made = await rules.create({ body: definition({ equipment, name: 'made' }) }, context);
    expect(made).toMatchObject({ version: 1, shipped: false, changed_by: 'olga' });
    await settle(replica);
    expect(await breachesSeen(replica, equipment, [made.id])).toEqual([]);
    await measure(60);
    const lasting = await rules.create({ body: definition({ equipment, name: 'lasting' }) }, context);
    await settle(replica);
    expect(await breachesSeen(replica, equipment, [made.id, lasting.id])).toMatchObject([
      { rule: 0, raisedAt: at, returnedAt: null },
      { rule: 1, raisedAt: at, returnedAt: null },
    ]);
    await rules.remove({ params: { id: made.id } }, context);
    await settle(replica);
    const alarm = (await alarms.list({ query: { page: 1, page_size: 5, rule: made.id } })).results;
    expect(alarm).toMatchObject([{ state: 'unack_returned', breaches: 1 }]);
    await expect(rules.get({ params: { id: made.id } })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await rules.versions({ params: { id: made.id } })).toHaveLength(1);
  });

  it('a rule that could never do its work is refused, and nothing changes', async () => {
    const before = (await rules.list()).length;
    const refused = async (fields: Partial<RuleDefinition>, path: string[]) => {
      const result = rules.create({ body: definition(fields) }, context);
      await expect(result).rejects.toMatchObject({
        code: 'VALIDATION_FAILED',
        details: { issues: [{ path }] },
      });
    };
    await refused({ equipment: 999_999 }, ['equipment']);
    const speed = (op: '<' | '>', value: number) =>
      ({ type: 'compare', signal: 'speed', op, value }) as const;
    const never = { type: 'and', of: [speed('>', 5), speed('<', 4)] } as const;
    await refused({ set: never }, ['set']);
    await refused({ clear: never }, ['clear']);
    expect(await rules.list()).toHaveLength(before);
  });
});
