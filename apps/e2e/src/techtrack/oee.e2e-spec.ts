import { HOUR_MS } from '@argus/contracts';
import { randomBytes, randomUUID } from 'node:crypto';
import { HttpClient, sharedPlatform } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { adminToken } from './admin-token.js';
import { Leftovers } from './leftovers.js';

const { url, remote } = sharedPlatform();
const client = new HttpClient(url);
const leftovers = new Leftovers();
afterAll(() => leftovers.remove());
const date = new Date(Date.now() - 48 * HOUR_MS).toISOString().slice(0, 10);
const at = (hour: number): string => new Date(Date.parse(`${date}T00:00:00Z`) + hour * HOUR_MS).toISOString();

let token: string;
let equipment: number;

const send = async (method: string, path: string, body?: object, headers = {}) => {
  const answer = await client.send(method, path, { token, headers, ...(body && { body }) });
  return { status: answer.status, body: answer.body as Record<string, never> };
};
const plan = {
  name: 'Press shop',
  time_zone: 'UTC',
  shifts: [
    {
      name: 'Early',
      days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
      starts: '06:00',
      ends: '14:00',
      breaks: [{ starts: '10:00', ends: '10:30' }],
    },
  ],
  ideal_cycle_s: 4,
  running_above_rpm: 100,
};

beforeAll(async () => {
  token = await adminToken();
  /* Suites share the platform; others may have left plans that apply to all machines. */
  const plans = (await send('GET', '/api/production-plans/')).body as unknown as {
    id: number;
    equipment: number | null;
  }[];
  const general = plans.filter((each) => each.equipment === null);
  /* Somebody's plans are not a test's to delete. */
  if (remote && general.length > 0)
    throw new Error('This suite needs a platform without production plans for all machines or a type');
  for (const { id } of general)
    expect((await send('DELETE', `/api/production-plans/${id}/`)).status).toBe(204);
  const press = {
    equipment_type: 'Manufacturing',
    model: `P${randomBytes(4).toString('hex')}`,
    installation_date: '2024-01-02',
  };
  ({ id: equipment } = (await send('POST', '/api/equipment/', press)).body as unknown as { id: number });
  leftovers.note('/api/equipment/', { id: equipment });
  /* The machine runs from 6:00 to 9:00 and from 9:30 to 14:00, with a reading every half minute. */
  const readings = Array.from({ length: 8 * 120 }, (_, i) => ({
    equipment,
    temperature: 50,
    speed: i >= 360 && i < 420 ? 0 : 1200,
    pressure: 5,
    measured_at: at(6 + i / 120),
  }));
  expect((await send('POST', '/api/data/bulk/', readings)).status).toBe(201);
});

describe('OEE', () => {
  const path = () => `/api/equipment/${equipment}/oee/?from=${date}&to=${date}`;

  it('OEE requires a token, a production plan and valid shifts', async () => {
    expect((await client.get(path())).status).toBe(401);
    const none = await send('GET', path());
    expect([none.status, none.body.detail]).toEqual([
      409,
      'No production plan applies to this equipment on these days; add one at /api/production-plans/.',
    ]);
    const late = { ...plan.shifts[0], name: 'Late', starts: '13:00', ends: '22:00' };
    const bad = await send('POST', '/api/production-plans/', {
      ...plan,
      equipment: 987_654_321,
      shifts: [plan.shifts[0], late],
    });
    expect(bad).toMatchObject({
      status: 400,
      body: {
        shifts: ['Two shifts of the week overlap; a shift ends when the next one starts.'],
        equipment: ['Invalid pk "987654321" - object does not exist.'],
      },
    });
    const zone = await send('POST', '/api/production-plans/', { ...plan, time_zone: 'Europe/Atlantis' });
    expect(zone).toMatchObject({
      status: 400,
      body: { time_zone: ['A time zone needs its IANA name, e.g. Europe/Berlin.'] },
    });
  });

  it('OEE is computed from plan, readings, counts and explanations of stops', async () => {
    const made = await send('POST', '/api/production-plans/', { ...plan, equipment });
    expect(made).toMatchObject({
      status: 201,
      body: { equipment, known_for_s: 60, valid_from: '0001-01-01' },
    });
    expect((await send('POST', '/api/production-plans/', { ...plan, equipment })).status).toBe(409);

    const count = { equipment, from: at(6), to: at(14), total: 6000, good: 5700, startup_rejects: 100 };
    const key = { 'idempotency-key': randomUUID() };
    const first = await send('POST', '/api/production-counts/', count, key);
    expect(first.status).toBe(201);
    for (const headers of [key, {}])
      expect((await send('POST', '/api/production-counts/', count, headers)).body).toEqual(first.body);
    const contradicts = await send('POST', '/api/production-counts/', { ...count, total: 6001 });
    expect(contradicts.status).toBe(409);

    const reasons = (await send('GET', '/api/stop-reasons/')).body as unknown as {
      id: number;
      loss: string;
    }[];
    const parent = reasons.find(({ loss }) => loss === 'setup')!.id;
    const name = `Tool change ${randomBytes(4).toString('hex')}`;
    const reason = await send('POST', '/api/stop-reasons/', { name, parent });
    leftovers.note('/api/stop-reasons/', reason.body);
    expect(reason).toMatchObject({ status: 201, body: { loss: 'setup', parent } });
    const explanation = { equipment, from: at(9), to: at(9.25), reason: reason.body.id };
    const explained = await send('POST', '/api/stop-explanations/', explanation);
    expect(explained.status).toBe(201);
    leftovers.note('/api/stop-explanations/', explained.body);

    const stops = await send('GET', `/api/equipment/${equipment}/stops/?from=${date}&to=${date}`);
    expect(stops.body).toMatchObject({
      count: 2,
      results: [
        { state: 'stopped', loss: 'setup', duration_s: 900, reason: reason.body.id, shift: 'Early' },
        { state: 'stopped', loss: 'breakdown', duration_s: 900, reason: null },
      ],
    });
    const { status, body } = await send('GET', path());
    expect(status).toBe(200);
    const [shift] = body.shifts as unknown as Record<string, number>[];
    expect(shift).toMatchObject({
      planned_s: 27_000,
      run_s: 25_200,
      unknown_s: 0,
      unexplained_s: 900,
      productive_s: 22_800,
      losses: {
        breakdown_s: 900,
        setup_s: 900,
        minor_stops_s: 0,
        reduced_speed_s: 1200,
        startup_rejects_s: 400,
        production_rejects_s: 800,
      },
    });
    expect(shift!.oee).toBeCloseTo(22_800 / 27_000, 9);
    expect(shift!.availability! * shift!.performance! * shift!.quality!).toBeCloseTo(shift!.oee!, 9);
    expect((body as unknown as { total: { oee: number } }).total.oee).toBe(shift!.oee);
  });
});
