import { HOUR_MS } from '@argus/contracts';
import { randomBytes } from 'node:crypto';
import { HttpClient, sharedPlatform } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { adminToken } from './admin-token.js';
import { Leftovers } from './leftovers.js';

const { url } = sharedPlatform();
const client = new HttpClient(url);
const leftovers = new Leftovers();
afterAll(() => leftovers.remove());
const startMs = Date.now() - 10 * HOUR_MS;
const at = (hours: number): string => new Date(startMs + hours * HOUR_MS).toISOString();

let token: string;
let equipment: number;

beforeAll(async () => {
  token = await adminToken();
  const robot = {
    equipment_type: 'Robot',
    model: `R${randomBytes(4).toString('hex')}`,
    installation_date: '2024-01-02',
  };
  ({ id: equipment } = (await client.post('/api/equipment/', robot, { token })).body as { id: number });
  leftovers.note('/api/equipment/', { id: equipment });
  /* 40 °C, rising 3 °C an hour, plus a ripple of 0.2 °C. */
  const readings = Array.from({ length: 600 }, (_, minute) => ({
    equipment,
    temperature: 40 + minute / 20 + ((minute * 7) % 11) / 50,
    speed: 1200,
    pressure: 5,
    measured_at: at(minute / 60),
  }));
  expect((await client.post('/api/data/bulk/', readings, { token })).status).toBe(201);
});

const get = (query: string) => client.get(`/api/data/trend/?${query}`, { token });
const window = () => `equipment=${equipment}&from=${at(0)}&to=${at(10)}`;

describe('trend to limit', () => {
  it('trend to limit: it requires a token and a valid query', async () => {
    expect((await client.get(`/api/data/trend/?${window()}&metric=temperature`)).status).toBe(401);
    const unknown = await get(`${window()}&metric=weight`);
    expect([unknown.status, unknown.body]).toEqual([
      400,
      { metric: [expect.stringMatching(/^"weight" is not a valid choice. Use one of: temperature, /)] },
    ]);
    const bad = await get(`${window()}&metric=temperature&limit=warm&side=left`);
    expect([bad.status, bad.body]).toEqual([
      400,
      {
        limit: ['A valid number is required.'],
        side: ['"left" is not a valid choice. Use one of: above, below.'],
      },
    ]);
    expect((await get(`equipment=${equipment}&from=${at(1)}&to=${at(0)}&metric=speed`)).status).toBe(400);
    expect((await get('equipment=987654321&metric=speed')).status).toBe(404);
    expect((await client.post('/api/data/trend/', {}, { token })).status).toBe(405);
  });

  it('trend to limit: it returns when the limits of the rules will be reached, with an interval', async () => {
    const { status, body } = await get(`${window()}&metric=temperature`);
    expect(status).toBe(200);
    const trend = body as {
      slope_per_hour: { value: number };
      limits: {
        rule_name: string;
        limit: number;
        reached_at: string;
        not_before: string;
        not_after: string;
      }[];
    };
    expect(trend.slope_per_hour.value).toBeCloseTo(3, 1);
    const limit = trend.limits.find(({ rule_name: name }) => name === 'Robot overheats')!;
    const hours = (moment: string): number => (Date.parse(moment) - startMs) / HOUR_MS;
    expect(hours(limit.reached_at)).toBeCloseTo((limit.limit - 40.1) / 3, 0);
    expect(hours(limit.not_before)).toBeLessThanOrEqual(hours(limit.reached_at));
    expect(hours(limit.not_after)).toBeGreaterThanOrEqual(hours(limit.reached_at));
  });

  it('trend to limit: it returns no time for a signal without a trend', async () => {
    const { body } = await get(`${window()}&metric=pressure&limit=6`);
    expect(body).toMatchObject({ reason: 'no_trend', limits: [{ reached_at: null, reason: 'no_trend' }] });
  });
});
