import { apiKeyTrustContract, type GatewayAuditEvent } from '@argus/contracts';
import { createDatabase, type TestDatabase } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Edge, startEdge } from '../../testing/edge.fixture.js';
import { samples } from '../../testing/samples.contract.js';

const goodKey = `argk_${'a'.repeat(8)}_${'b'.repeat(43)}`;
const badKey = `argk_${'a'.repeat(8)}_${'c'.repeat(43)}`;
const keyId = '6f1c1f5e-6a53-4d5c-9a3d-3a8a9c1d2e3f';

let place: TestDatabase;
let edge: Edge;
let asked = 0;

beforeAll(async () => {
  place = await createDatabase();
  const holder = { key_id: keyId, family: 'attendance', account_id: 1, username: 'A', role: 'admin' };
  edge = await startEdge(
    place.url,
    {},
    {
      contracts: [...samples, apiKeyTrustContract],
      /* The first key that is asked for is the good one. */
      answer: ({ subject }) =>
        subject === 'identity.api-key.identify'
          ? { principal: asked++ === 0 ? { ...holder, scopes: ['notes:read'] } : null }
          : undefined,
    },
  );
});
afterAll(async () => {
  await edge.stop();
  await place.drop();
});

const list = async (key: string, remoteAddress: string): Promise<number> => {
  const headers = { 'x-api-key': key };
  const request = { method: 'GET', url: '/api/v1/notes/', headers, remoteAddress } as const;
  return (await edge.server.inject(request)).statusCode;
};
const logIn = async (username: string, remoteAddress: string): Promise<number> => {
  const payload = { username, password: 'a mistake' };
  const request = { method: 'POST', url: '/api/token/', payload, remoteAddress } as const;
  return (await edge.server.inject(request)).statusCode;
};
const seen = (action: GatewayAuditEvent['action'], success: boolean): readonly GatewayAuditEvent[] =>
  edge.seen.filter((act) => act.action === action && act.success === success);

describe('what the edge tells the audit', () => {
  it('is the use of an API key, once for each address', async () => {
    for (let times = 0; times < 5; times++) expect(await list(goodKey, '192.0.2.1')).toBe(200);
    expect(await list(goodKey, '192.0.2.2')).toBe(200);
    const [first, ...others] = seen('api-key-used', true);
    expect(first).toMatchObject({ family: 'attendance', operation: 'samples.note.list', times: 1 });
    expect(others).toHaveLength(1);
  });

  it('is a key that does not count', async () => {
    for (const key of [badKey, 'no key']) expect(await list(key, '192.0.2.3')).toBe(401);
    expect(seen('api-key-used', false)).toHaveLength(1);
  });

  it('is a log-in that a limit refused; an address that tries on is one act', async () => {
    const statuses = [];
    for (let times = 0; times < 12; times++) statuses.push(await logIn('somebody', '192.0.2.4'));
    expect(statuses.filter((status) => status === 429)).toHaveLength(7);
    expect(seen('login-limited', false)).toEqual([
      expect.objectContaining({ family: 'techtrack', operation: 'samples.gadget.token', times: 1 }),
    ]);
    expect(JSON.stringify(edge.seen)).not.toContain('somebody');
    await edge.server.close();
    expect(seen('login-limited', false).map(({ times }) => times)).toEqual([1, 6]);
    expect(seen('api-key-used', true).map(({ times }) => times)).toEqual([1, 1, 4]);
  });
});
