import { eventually } from '@argus/testing';
import type { Sighting } from './sighting.js';
import { ago, type Alarm, type Rule, type Stage } from './stage.js';

const hot = { type: 'compare', signal: 'temperature', op: '>', value: 60, deadband: 2 };
const definition = { set: hot, severity: 'high' };
const MINUTE_MS = 60_000;

interface Case {
  readonly equipment: number;
  readonly rule: Rule;
  readonly alarm: Alarm;
}

/** An entry of the live feed of alarms. */
interface Told {
  readonly action: string;
  readonly equipment: number;
}

/** A machine that is too hot, with its acknowledged alarm. */
async function acknowledged(stage: Stage): Promise<Case> {
  const equipment = await stage.machine();
  const rule = await stage.rule(equipment, definition);
  await stage.readings(equipment, [{ measured_at: ago(MINUTE_MS), temperature: 70 }]);
  const alarm = await stage.alarm(equipment, ({ active }) => active);
  await stage.must('POST', `/api/alarms/${alarm.id}/acknowledge/`, {});
  return { equipment, rule, alarm };
}

/** Returns the alarm's state after a change of its rule was told over the stored readings. */
async function stateAfter(stage: Stage, { equipment, alarm }: Case): Promise<unknown> {
  await stage.settle(equipment);
  const { id, state } = await stage.must<Alarm>('GET', `/api/alarms/${alarm.id}/`);
  return { id, state };
}

const staysAcknowledged = (
  seen: string,
  change: (stage: Stage, made: Case) => Promise<unknown>,
): Sighting => ({
  item: 5,
  seen,
  async ask(stage) {
    const made = await acknowledged(stage);
    await change(stage, made);
    return { right: { id: made.alarm.id, state: 'ack_active' }, got: await stateAfter(stage, made) };
  },
});

const patch =
  (fields: object) =>
  (stage: Stage, { rule }: Case): Promise<unknown> =>
    stage.must('PATCH', `/api/rules/${rule.id}/`, fields);

export const alarmSightings: readonly Sighting[] = [
  {
    item: 4,
    seen: 'the rate of alarms of a day is thinned out by the hours that are to come',
    async ask(stage) {
      const equipment = await stage.machine();
      await stage.rule(equipment, definition);
      await stage.readings(equipment, [{ measured_at: ago(MINUTE_MS), temperature: 70 }]);
      await stage.alarm(equipment);
      const path = `/api/alarms/report/?equipment=${equipment}&from=${ago(2 * MINUTE_MS)}&to=${ago(-1440 * MINUTE_MS)}`;
      const report = await stage.must<{ from: string; to: string; alarms: number; per_hour: number }>(
        'GET',
        path,
      );
      const hours = (Date.parse(report.to) - Date.parse(report.from)) / 3_600_000;
      const got = {
        alarms: report.alarms,
        hasPassed: hours < 1,
        ofPassed: Math.round(report.per_hour * hours),
      };
      return { right: { alarms: 1, hasPassed: true, ofPassed: 1 }, got };
    },
  },
  staysAcknowledged('saving an identical rule ends its alarm', async (stage, { rule }) => {
    const whole = await stage.must<object>('GET', `/api/rules/${rule.id}/`);
    const same = await stage.must<Rule>('PUT', `/api/rules/${rule.id}/`, whole);
    if (same.version !== rule.version) throw new Error(`version ${rule.version} became ${same.version}`);
  }),
  staysAcknowledged('a new name of a rule ends its alarm', patch({ name: 'Renamed' })),
  staysAcknowledged('a new severity of a rule ends its alarm', patch({ severity: 'critical' })),
  staysAcknowledged('a limit that still does not hold ends the alarm', patch({ set: { ...hot, value: 65 } })),
  {
    item: 5,
    seen: 'a rule that is switched off and on does not raise again for a machine that fell silent',
    async ask(stage) {
      const { equipment, rule } = await acknowledged(stage);
      await patch({ enabled: false })(stage, { rule } as Case);
      await stage.settle(equipment);
      await patch({ enabled: true })(stage, { rule } as Case);
      const alarm = await stage.alarm(equipment, (each) => each.rule === rule.id && each.active);
      return { right: true, got: alarm.active };
    },
  },
  {
    item: 5,
    seen: 'the history of an alarm does not say who changed its rule',
    async ask(stage) {
      const made = await acknowledged(stage);
      await patch({ set: { ...hot, value: 65 } })(stage, made);
      await stage.settle(made.equipment);
      const path = `/api/alarms/${made.alarm.id}/history/`;
      const { results } = await stage.must<{ results: { action: string; username: string | null }[] }>(
        'GET',
        path,
      );
      const told = results.find(({ action }) => action === 'change_rule');
      return { right: stage.target.admin.email, got: told?.username ?? results };
    },
  },
  {
    item: 6,
    seen: 'a rule about silence does not see a machine that is silent already',
    async ask(stage) {
      const equipment = await stage.machine();
      await stage.readings(equipment, [{}]);
      /* The machine is silent once this has raised. A reading that came late, as after an outage, would delay it by as much. */
      await stage.settle(equipment);
      const { id } = await stage.rule(equipment, { set: { type: 'stale', after_s: 1 } });
      return { right: 'unack_active', got: (await stage.alarm(equipment, ({ rule }) => rule === id)).state };
    },
  },
  {
    item: 7,
    seen: 'a rate of change stays true after the readings stop',
    async ask(stage) {
      const equipment = await stage.machine();
      const rows = Array.from({ length: 7 }, (_, i) => ({
        measured_at: ago(30 * MINUTE_MS - i * 10_000),
        temperature: 20 + i * 10,
      }));
      await stage.readings(equipment, rows);
      const set = { type: 'rate_of_change', signal: 'temperature', op: '>', per_second: 0.5, over_s: 60 };
      const { id } = await stage.rule(equipment, { set, on_delay_s: 600 });
      await stage.settle(equipment);
      return { right: [], got: (await stage.alarms(equipment)).filter(({ rule }) => rule === id) };
    },
  },
  {
    item: 8,
    seen: '140 °F is over "> 60 °C"',
    async ask(stage) {
      const equipment = await stage.machine();
      const { id } = await stage.rule(equipment, definition);
      await stage.readings(equipment, [
        { measured_at: ago(MINUTE_MS), temperature: 140, temperature_unit: '°F' },
      ]);
      await stage.settle(equipment);
      return { right: [], got: (await stage.alarms(equipment)).filter(({ rule }) => rule === id) };
    },
  },
  {
    item: 9,
    seen: 'the mean of equal values is above their maximum',
    async ask(stage) {
      const equipment = await stage.machine();
      const rows = Array.from({ length: 10 }, (_, i) => ({
        measured_at: `2026-01-05T10:00:0${i}Z`,
        temperature: 0.1,
      }));
      await stage.readings(equipment, rows);
      const path = `/api/data/aggregate/?equipment=${equipment}&bucket=3600&from=2026-01-05T10:00:00Z&to=2026-01-05T11:00:00Z`;
      const { buckets } = await stage.must<{ buckets: { temperature: object }[] }>('GET', path);
      return {
        right: { min: 0.1, max: 0.1, mean: 0.1, first: 0.1, last: 0.1 },
        got: buckets[0]?.temperature,
      };
    },
  },
  {
    item: 9,
    seen: 'a downsampled series has more points than readings',
    async ask(stage) {
      const equipment = await stage.machine();
      await stage.readings(
        equipment,
        ['000001', '000002', '000003', '000004'].map((micros, i) => ({
          measured_at: `2026-01-05T10:00:00.${micros}Z`,
          temperature: i,
        })),
      );
      const path = `/api/data/downsample/?equipment=${equipment}&metric=temperature&points=3&from=2026-01-05T10:00:00Z&to=2026-01-05T11:00:00Z`;
      const { points } = await stage.must<{ points: unknown[] }>('GET', path);
      return { right: 3, got: points.length };
    },
  },
  {
    item: 9,
    seen: 'the quality of a reading cannot be read back',
    async ask(stage) {
      const equipment = await stage.machine();
      await stage.readings(equipment, [{ measured_at: ago(MINUTE_MS), quality: 'uncertain' }]);
      const rows = await stage.must<{ quality?: string }[]>('GET', `/api/data/?equipment=${equipment}`);
      return { right: ['uncertain'], got: rows.map(({ quality }) => quality) };
    },
  },
  {
    item: 9,
    seen: 'a correction does not reach the live feed',
    async ask(stage) {
      const equipment = await stage.machine();
      const feed = await stage.follow<{ temperature: number }>(`/api/data/live/?equipment=${equipment}`);
      const reading = { equipment, temperature: 1, speed: 1, pressure: 1 };
      const { id } = await stage.must<{ id: number }>('POST', '/api/data/', reading);
      await stage.must('PATCH', `/api/data/${id}/`, { temperature: 2 });
      const got = await feed.until((seen) => seen.length >= 2);
      feed.close();
      return { right: [1, 2], got: got.map(({ temperature }) => temperature) };
    },
  },
  {
    item: 9,
    seen: 'a deletion does not reach the live feed',
    async ask(stage) {
      const equipment = await stage.machine();
      const reading = { equipment, temperature: 1, speed: 1, pressure: 1 };
      const { id } = await stage.must<{ id: number }>('POST', '/api/data/', reading);
      const feed = await stage.follow(`/api/data/live/?equipment=${equipment}`);
      await stage.must('DELETE', `/api/data/${id}/`);
      await feed.until(() => feed.removed.length > 0);
      feed.close();
      return { right: [{ id, equipment }], got: feed.removed };
    },
  },
  {
    item: 9,
    seen: 'a closed alarm shows the newest name of its rule',
    async ask(stage) {
      const { equipment, rule, alarm } = await acknowledged(stage);
      await stage.readings(equipment, [{ measured_at: ago(30_000), temperature: 20 }]);
      await stage.alarm(equipment, ({ id, state }) => id === alarm.id && state === 'normal');
      await patch({ name: 'Renamed' })(stage, { rule } as Case);
      const { rule_name } = await stage.must<Alarm>('GET', `/api/alarms/${alarm.id}/`);
      return { right: alarm.rule_name, got: rule_name };
    },
  },
  {
    item: 9,
    seen: 'the rule of removed equipment cannot be changed',
    async ask(stage) {
      const equipment = await stage.machine();
      const { id } = await stage.rule(equipment, definition);
      await stage.must('DELETE', `/api/equipment/${equipment}/`);
      const { body } = await eventually(
        () => stage.ask('GET', `/api/rules/${id}/`),
        ({ body: rule }) => (rule as { equipment_removed: boolean }).equipment_removed,
      );
      const { status } = await stage.ask('PATCH', `/api/rules/${id}/`, { name: stage.name('Left ') });
      return {
        right: [true, 200],
        got: [(body as { equipment_removed: boolean }).equipment_removed, status],
      };
    },
  },
  {
    item: 10,
    seen: 'there is no live feed of alarms',
    async ask(stage) {
      const equipment = await stage.machine();
      const feed = await stage.follow<Told>(`/api/alarms/live/?equipment=${equipment}`);
      await stage.rule(equipment, definition);
      await stage.readings(equipment, [{ measured_at: ago(1000), temperature: 70 }]);
      const [first] = await feed.until((seen) => seen.length > 0);
      feed.close();
      return { right: ['activate', equipment], got: [first?.action, first?.equipment] };
    },
  },
  {
    item: 10,
    seen: 'no text says that a new rule knows earlier readings',
    async ask(stage) {
      const { body } = await stage.client.get('/openapi/techtrack.json');
      const { paths } = body as { paths: Record<string, { post?: { description?: string } }> };
      const told = paths['/api/rules/']?.post?.description ?? '';
      return { right: true, got: told.includes('readings measured before it was made') || told };
    },
  },
  {
    item: 13,
    seen: 'an empty Last-Event-ID is an error, and lastEventId is ignored',
    async ask(stage) {
      const equipment = await stage.machine();
      const path = `/api/data/live/?equipment=${equipment}`;
      const feed = await stage.follow(path, { 'last-event-id': '' });
      const { cursor } = feed;
      const reading = { equipment, temperature: 1, speed: 1, pressure: 1 };
      await stage.must('POST', '/api/data/', reading);
      await feed.until((seen) => seen.length > 0);
      feed.close();
      const again = await stage.follow(`${path}&lastEventId=${cursor}`);
      const got = await again.until((seen) => seen.length > 0);
      again.close();
      return { right: 1, got: got.length };
    },
  },
];
