import { randomBytes } from 'node:crypto';
import { HttpClient, sharedPlatform } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { adminToken } from './admin-token.js';
import { Leftovers } from './leftovers.js';

const { url } = sharedPlatform();
const client = new HttpClient(url);
const leftovers = new Leftovers();
afterAll(() => leftovers.remove());
/* Tests share the platform, so names are unique to this run. */
const name = `vibration_${randomBytes(3).toString('hex')}`;
const definition = { equipment_type: 'Quality Control', name, unit: 'mm/s' };
const values = { temperature: 20, speed: 1200, pressure: 5 };

let token: string;
let equipment: number;
let measurement: { id: number };

const send = (method: string, path: string, body?: unknown) => client.send(method, path, { token, body });

beforeAll(async () => {
  token = await adminToken();
  const body = { equipment_type: 'Quality Control', model: name, installation_date: '2024-01-02' };
  ({ id: equipment } = (await send('POST', '/api/equipment/', body)).body as { id: number });
  leftovers.note('/api/equipment/', { id: equipment });
});

describe('further measurements', () => {
  it('measurement definition: it requires a token and valid fields, and is read back as created', async () => {
    expect((await client.post('/api/measurements/', definition)).status).toBe(401);
    const bad = await send('POST', '/api/measurements/', { equipment_type: 'Toaster', name: 'Shake it' });
    expect([bad.status, bad.body]).toEqual([
      400,
      {
        equipment_type: [
          '"Toaster" is not a valid choice. Use one of: Robot, Manufacturing, Quality Control.',
        ],
        name: ['A name consists of lower-case letters, digits and _, and starts with a letter.'],
        unit: ['This field is required.'],
      },
    ]);
    const made = await send('POST', '/api/measurements/', definition);
    expect(made.status).toBe(201);
    measurement = made.body as { id: number };
    leftovers.note('/api/measurements/', measurement);
    expect(made.body).toEqual({ id: measurement.id, ...definition, description: '' });
    const again = await send('POST', '/api/measurements/', definition);
    expect([again.status, again.body]).toEqual([
      409,
      { detail: 'This equipment type has a measurement of that name.' },
    ]);
    const path = `/api/measurements/${measurement.id}/`;
    const changed = await send('PATCH', path, { description: 'At the drive end' });
    expect(changed.body).toEqual({ ...measurement, ...definition, description: 'At the drive end' });
    expect((await send('PUT', path, { ...definition, name: 'other' })).status).toBe(400);
    expect((await send('GET', path)).body).toEqual(changed.body);
    expect((await send('GET', '/api/measurements/987654321/')).status).toBe(404);
    const listed = await send('GET', '/api/measurements/?equipment_type=Quality%20Control');
    expect(listed.body).toContainEqual(changed.body);
  });

  it('reading with an unknown measurement is refused under the name of the measurement', async () => {
    const { status, body } = await send('POST', '/api/data/', {
      equipment,
      ...values,
      measurements: { noise: 1 },
    });
    expect([status, body]).toEqual([
      400,
      { measurements: { noise: [expect.stringContaining(`has no such measurement; it has`)] } },
    ]);
  });

  it('readings with a further measurement raise an alarm and show it in list, export, series and trend', async () => {
    const unknown = { type: 'compare', signal: 'noise', op: '>', value: 1 };
    const refused = await send('POST', '/api/rules/', { name: 'Noisy', equipment, set: unknown });
    expect([refused.status, refused.body]).toEqual([
      400,
      {
        set: { signal: [expect.stringMatching(/^"noise" is not a valid choice. Use one of: temperature, /)] },
      },
    ]);
    const set = { type: 'compare', signal: name, op: '>', value: 7 };
    const made = await send('POST', '/api/rules/', { name: `Shakes ${name}`, equipment, set });
    expect(made.status).toBe(201);
    leftovers.note('/api/rules/', made.body as { id: number });

    const startMs = Date.now();
    const at = (second: number): string => new Date(startMs + second * 1000).toISOString();
    const single = await send('POST', '/api/data/', {
      equipment,
      ...values,
      measured_at: at(0),
      measurements: { [name]: 5 },
    });
    expect(single.body).toMatchObject({ measurements: { [name]: 5 } });
    const bulk = [{ equipment, ...values, measured_at: at(1), measurements: { [name]: 8.5 } }];
    expect((await send('POST', '/api/data/bulk/', bulk)).status).toBe(201);
    const csv = `equipment,temperature,speed,pressure,measured_at,measurements.${name}\n${equipment},20,1200,5,${at(2)},6.5\n`;
    const sent = await client.send('POST', '/api/data/bulk/', {
      token,
      body: csv,
      headers: { 'content-type': 'text/csv' },
    });
    expect([sent.status, sent.body]).toEqual([201, { received: 1, stored: 1, duplicates: 0, conflicts: 0 }]);

    const listed = await send('GET', `/api/data/?equipment=${equipment}&ordering=timestamp`);
    expect(listed.body).toMatchObject([5, 8.5, 6.5].map((value) => ({ measurements: { [name]: value } })));
    const file = await send('GET', `/api/data/export/?equipment=${equipment}&file_format=csv`);
    const lines = String(file.body).trimEnd().split('\r\n');
    const column = lines[0]!.split(',').indexOf(`measurements.${name}`);
    expect(lines.slice(1).map((line) => line.split(',')[column])).toEqual(['5', '8.5', '6.5']);
    const range = `equipment=${equipment}&from=${at(-60)}&to=${at(60)}`;
    const series = await send('GET', `/api/data/downsample/?${range}&metric=${name}`);
    expect(series.body).toMatchObject({
      metric: name,
      points: [{ value: 5 }, { value: 8.5 }, { value: 6.5 }],
    });
    const trend = await send('GET', `/api/data/trend/?${range}&metric=${name}`);
    expect(trend.body).toMatchObject({ unit: 'mm/s', reason: 'too_few_buckets', limits: [{ limit: 7 }] });
    const alerts = await send('GET', `/api/alerts/?equipment=${equipment}`);
    expect(JSON.stringify(alerts.body)).toContain(`${name} 8.5 mm/s`);
    const alarms = await send('GET', `/api/alarms/?equipment=${equipment}`);
    expect(alarms.body).toMatchObject({ results: [{ rule_name: `Shakes ${name}` }] });
  });

  it('measurement definition that a rule uses keeps its unit, and the equipment of the rule its type', async () => {
    const unit = await send('PATCH', `/api/measurements/${measurement.id}/`, { unit: 'g' });
    expect([unit.status, unit.body]).toEqual([
      409,
      { detail: `These alarm rules use it: Shakes ${name}. Change them first.` },
    ]);
    const type = await send('PATCH', `/api/equipment/${equipment}/`, { equipment_type: 'Robot' });
    expect([type.status, type.body]).toEqual([
      409,
      {
        detail:
          `Robot equipment does not measure ${name}, which these use: the rule "Shakes ${name}", 3 stored readings. ` +
          'Define it for that type in the same unit first.',
      },
    ]);
  });

  it('measurement definition that a rule uses cannot be removed, and the refusal names the rule', async () => {
    const { status, body } = await send('DELETE', `/api/measurements/${measurement.id}/`);
    expect([status, body]).toEqual([
      409,
      { detail: `These alarm rules use it: Shakes ${name}. Change them first.` },
    ]);
  });
});
