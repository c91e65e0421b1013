import { HttpClient, sharedPlatform } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { adminToken } from './admin-token.js';
import { Leftovers } from './leftovers.js';

const { url } = sharedPlatform();
const client = new HttpClient(url);
const leftovers = new Leftovers();
afterAll(() => leftovers.remove());

interface Made {
  readonly id: number;
  readonly username: string;
  readonly password: string;
}

let token: string;
let equipment: number;

const send = (method: string, path: string, body?: unknown) => client.send(method, path, { token, body });

async function make(): Promise<Made> {
  const { status, body } = await send('POST', '/api/devices/', { name: 'Gateway', equipment: [equipment] });
  expect(status).toBe(201);
  leftovers.note('/api/devices/', body as Made);
  return body as Made;
}

beforeAll(async () => {
  token = await adminToken();
  const body = { equipment_type: 'Robot', model: 'R100', installation_date: '2024-01-02' };
  ({ id: equipment } = (await send('POST', '/api/equipment/', body)).body as { id: number });
  leftovers.note('/api/equipment/', { id: equipment });
});

describe('credentials of devices', () => {
  it('device: it requires a token, a name, and equipment that exists or null', async () => {
    expect((await client.post('/api/devices/', { name: 'a', equipment: null })).status).toBe(401);
    const empty = await send('POST', '/api/devices/', {});
    expect([empty.status, empty.body]).toEqual([
      400,
      { name: ['This field is required.'], equipment: ['This field is required.'] },
    ]);
    const unknown = await send('POST', '/api/devices/', { name: 'a', equipment: [equipment, 987654321] });
    expect(unknown.status).toBe(400);
    expect(JSON.stringify(unknown.body)).toContain('987654321');
  });

  it('device: its password is shown once, and what is read back names its equipment', async () => {
    const { id, username, password } = await make();
    expect([username, password]).toEqual([`device-${id}`, expect.stringMatching(/^argd_[\w-]{43}$/)]);
    const read = await send('GET', `/api/devices/${id}/`);
    expect(read.body).toMatchObject({ id, username, equipment: [equipment], revoked_at: null });
    expect(JSON.stringify(read.body)).not.toContain('argd_');
    const listed = await send('GET', '/api/devices/?page_size=100');
    expect((listed.body as { results: unknown[] }).results).toContainEqual(read.body);
  });

  it('device: a new password replaces the former one, and a repeated request with one key does not show it again', async () => {
    const { id, password } = await make();
    const headers = { 'Idempotency-Key': `rotate-${id}-${Date.now()}` };
    const rotate = () => client.send('POST', `/api/devices/${id}/rotate/`, { token, headers });
    const [first, again] = [await rotate(), await rotate()];
    expect(first.status).toBe(200);
    expect((first.body as Made).password).not.toBe(password);
    const { password: shownOnce, ...shown } = first.body as Made;
    expect([again.status, again.body]).toEqual([200, shown]);
    expect(again.text).not.toContain(shownOnce);
  });

  it('device: equipment is changed to all and back; a revoked device changes no more', async () => {
    const { id } = await make();
    const path = `/api/devices/${id}/`;
    expect((await send('PATCH', path, { equipment: null })).body).toMatchObject({ equipment: null });
    expect((await send('PATCH', path, { equipment: [equipment] })).body).toMatchObject({
      equipment: [equipment],
    });
    expect((await send('DELETE', path)).status).toBe(204);
    expect((await send('GET', path)).body).not.toMatchObject({ revoked_at: null });
    for (const [method, place, body] of [
      ['DELETE', path],
      ['PATCH', path, { name: 'b' }],
      ['POST', `${path}rotate/`],
    ] as const)
      expect([method, (await send(method, place, body)).status]).toEqual([method, 404]);
  });
});
