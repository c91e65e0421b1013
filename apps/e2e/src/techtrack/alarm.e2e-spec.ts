import { eventually, HttpClient, sharedPlatform } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { adminToken } from './admin-token.js';
import { Leftovers } from './leftovers.js';

const { url } = sharedPlatform();
const client = new HttpClient(url);
const leftovers = new Leftovers();
afterAll(() => leftovers.remove());
let token: string;

beforeAll(async () => void (token = await adminToken()));

interface Answer {
  readonly status: number;
  readonly body: unknown;
}
const post = (path: string, body: unknown): Promise<Answer> => client.post(path, body, { token });
const get = (path: string): Promise<Answer> => client.get(path, { token });
const idOf = ({ body }: Answer): number => (body as { id: number }).id;
const resultsOf = <T>({ body }: Answer): T[] => (body as { results: T[] }).results;

async function newPress(): Promise<number> {
  const press = { equipment_type: 'Manufacturing', model: 'Press 9', installation_date: '2024-03-01' };
  const id = idOf(await post('/api/equipment/', press));
  leftovers.note('/api/equipment/', { id });
  return id;
}
const tooHot = (fields: object = {}) => ({
  name: 'Press too hot',
  set: { type: 'compare', signal: 'temperature', op: '>', value: 60, deadband: 2 },
  severity: 'high',
  ...fields,
});
const measure = (equipment: number, temperature: number) =>
  post('/api/data/', { equipment, temperature, speed: 100, pressure: 5 });

describe('alarms of TechTrack', () => {
  it('TechTrack alarm: a reading raises it, it shows as an alert, is acknowledged and returns to normal', async () => {
    const equipment = await newPress();
    const made = await post('/api/rules/', tooHot({ equipment }));
    expect([made.status, made.body]).toEqual([201, expect.objectContaining({ version: 1, on_delay_s: 0 })]);
    leftovers.note('/api/rules/', { id: idOf(made) });
    const startedAt = new Date(Date.now() - 1000).toISOString();
    expect((await measure(equipment, 50)).status).toBe(201);
    expect((await measure(equipment, 65.5)).status).toBe(201);
    const alerts = await get(`/api/alerts/?equipment=${equipment}`);
    expect(alerts.body).toEqual([
      expect.objectContaining({ description: 'Press too hot (high): temperature 65.5 °C', equipment }),
    ]);
    const listed = await get(`/api/alarms/?equipment=${equipment}&open=true`);
    expect(listed.body).toMatchObject({ count: 1, next: null, previous: null });
    const [alarm] = resultsOf<{ id: number; state: string; raised_at: string }>(listed);
    expect(alarm).toMatchObject({ state: 'unack_active', active: true, severity: 'high', breaches: 1 });
    const path = `/api/alarms/${alarm!.id}/`;
    const acknowledged = await post(`${path}acknowledge/`, { comment: 'looking' });
    expect([acknowledged.status, acknowledged.body]).toEqual([
      200,
      expect.objectContaining({ state: 'ack_active' }),
    ]);
    expect((await post(`${path}acknowledge/`, {})).status).toBe(409);
    expect((await post(`${path}shelve/`, { duration_s: 60 })).body).toEqual({
      reason: ['This field is required.'],
    });
    await measure(equipment, 57);
    expect((await get(path)).body).toMatchObject({ state: 'normal', active: false });
    const history = await get(`${path}history/`);
    expect(resultsOf<{ action: string }>(history).map(({ action }) => action)).toEqual([
      'return',
      'acknowledge',
      'activate',
    ]);

    const to = new Date(Date.now() + 1000).toISOString();
    const report = await get(`/api/alarms/report/?from=${startedAt}&to=${to}&equipment=${equipment}`);
    expect(report.body).toMatchObject({ alarms: 1, bad_actors: [{ equipment, alarms: 1, share: 1 }] });

    const rule = `/api/rules/${idOf(made)}/`;
    const backTest = async (request: object) => {
      const started = await post(`${rule}back-test/`, { from: startedAt, to, ...request });
      expect(started.status).toBe(202);
      const { id } = started.body as { id: string };
      const done = await eventually(
        () => get(`/api/back-tests/${id}/`),
        ({ body }) => (body as { status: string }).status === 'completed',
      );
      return (done.body as { result: object }).result;
    };
    expect(await backTest({})).toMatchObject({
      readings: 3,
      recorded_alarms: 1,
      also_recorded: 1,
      alarms: [{ equipment, raised_at: alarm!.raised_at }],
    });
    const calmer = tooHot({ equipment, on_delay_s: 30 });
    expect(await backTest({ definition: calmer })).toMatchObject({ alarms: [], recorded_alarms: 1 });
    expect((await client.delete(rule, { token })).status).toBe(204);
    expect((await get(rule)).status).toBe(404);
  });

  it('TechTrack rule: a limit is answered in the unit it was written in and decides as it reads; a unit of another signal is refused', async () => {
    const equipment = await newPress();
    const set = { type: 'compare', signal: 'temperature', op: '>', value: 140, deadband: 1.8, unit: '°F' };
    const made = await post('/api/rules/', tooHot({ equipment, set }));
    expect([made.status, made.body]).toEqual([201, expect.objectContaining({ set })]);
    leftovers.note('/api/rules/', { id: idOf(made) });
    expect((await get(`/api/rules/${idOf(made)}/`)).body).toMatchObject({ set });
    const open = async () => (await get(`/api/alarms/?equipment=${equipment}&open=true`)).body;
    await measure(equipment, 60);
    expect(await open()).toMatchObject({ count: 0 });
    await measure(equipment, 60.1);
    expect(await open()).toMatchObject({ count: 1, results: [{ rule: idOf(made), active: true }] });
    const wrong = await post('/api/rules/', tooHot({ equipment, set: { ...set, unit: 'psi' } }));
    expect([wrong.status, wrong.body]).toEqual([
      400,
      { set: { unit: ['"psi" is not a valid choice. Use one of: °C, °F, K.'] } },
    ]);
  });

  it('TechTrack rules: the shipped rules are listed', async () => {
    const { body } = await get('/api/rules/');
    const shipped = (body as { shipped: boolean; equipment_type: string | null }[]).filter(
      (each) => each.shipped,
    );
    expect(shipped.map((each) => each.equipment_type)).toEqual(
      expect.arrayContaining(['Robot', 'Manufacturing', 'Quality Control']),
    );
  });

  it('TechTrack rules: callers without a token and invalid rules are refused, with the reason', async () => {
    expect((await client.post('/api/rules/', tooHot())).status).toBe(401);
    const compare = { type: 'compare', signal: 'temperature', op: '>', value: 60 };
    const deep = `${'{"type":"not","of":'.repeat(1000)}${JSON.stringify(compare)}${'}'.repeat(1000)}`;
    const answers = [
      await post('/api/rules/', tooHot({ set: JSON.parse(deep) as unknown })),
      await post('/api/rules/', tooHot({ set: { ...compare, value: 'hot' } })),
      await post('/api/rules/', tooHot({ set: { type: 'and', of: [compare, { ...compare, op: '<' }] } })),
      await post('/api/rules/', tooHot({ equipment: 999_999_999 })),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
    expect(JSON.stringify(answers[0]!.body)).toMatch(/deep/);
    expect(answers[1]!.body).toEqual({ set: { value: ['A valid number is required.'] } });
    expect(answers[2]!.body).toEqual({ set: ['No reading can ever fulfil this condition.'] });
    expect(answers[3]!.body).toEqual({ equipment: ['Invalid pk "999999999" - object does not exist.'] });
    expect((await get('/api/alarms/999999999/')).status).toBe(404);
    expect((await get('/api/back-tests/none/')).body).toEqual({ detail: 'Not found.' });
  });
});
