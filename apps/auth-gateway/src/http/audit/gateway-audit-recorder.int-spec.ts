import { apiKeyTrustContract, type GatewayAuditEvent } from '@argus/contracts';
import { createDatabase, type TestDatabase } from '@argus/testing/postgres';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningGateway, startGateway } from '../../testing/gateway.fixture.js';
import { samples } from '../../testing/samples.contract.js';

const goodKey = `argk_${'a'.repeat(8)}_${'b'.repeat(43)}`;
const badKey = `argk_${'a'.repeat(8)}_${'c'.repeat(43)}`;
const keyId = '6f1c1f5e-6a53-4d5c-9a3d-3a8a9c1d2e3f';

let testDatabase: TestDatabase;
let gateway: RunningGateway;
let asked = 0;

beforeAll(async () => {
  testDatabase = await createDatabase();
  const holder = {
    key_id: keyId,
    family: 'attendance',
    account_id: 1,
    username: 'A',
    role: 'admin',
    camera_id: null,
  };
  gateway = await startGateway(
    testDatabase.url,
    {},
    {
      contracts: [...samples, apiKeyTrustContract],
      /* Only the first lookup finds a valid key. */
      answer: ({ subject }) =>
        subject === 'identity.api-key.identify'
          ? { principal: asked++ === 0 ? { ...holder, scopes: ['notes:read'] } : null }
          : undefined,
    },
  );
});
afterAll(async () => {
  await gateway.stop();
  await testDatabase.drop();
});

const list = async (key: string, remoteAddress: string): Promise<number> => {
  const headers = { 'x-api-key': key };
  const request = { method: 'GET', url: '/api/v1/notes/', headers, remoteAddress } as const;
  return (await gateway.server.inject(request)).statusCode;
};
const logIn = async (username: string, remoteAddress: string): Promise<number> => {
  const payload = { username, password: 'a mistake' };
  const request = { method: 'POST', url: '/api/token/', payload, remoteAddress } as const;
  return (await gateway.server.inject(request)).statusCode;
};
const seen = (action: GatewayAuditEvent['action'], success: boolean): readonly GatewayAuditEvent[] =>
  gateway.seen.filter((event) => event.action === action && event.success === success);

describe('GatewayAuditRecorder', () => {
  it('gateway audit: the use of an API key is recorded once per address', async () => {
    for (let times = 0; times < 5; times++) expect(await list(goodKey, '192.0.2.1')).toBe(200);
    expect(await list(goodKey, '192.0.2.2')).toBe(200);
    const [first, ...others] = seen('api-key-used', true);
    expect(first).toMatchObject({ family: 'attendance', operation: 'samples.note.list', times: 1 });
    expect(others).toHaveLength(1);
  });

  it('gateway audit: an invalid API key is recorded', async () => {
    for (const key of [badKey, 'no key']) expect(await list(key, '192.0.2.3')).toBe(401);
    expect(seen('api-key-used', false)).toHaveLength(1);
  });

  it('gateway audit: log-ins beyond the limit are recorded as one event per address', async () => {
    const statuses = [];
    for (let times = 0; times < 12; times++) statuses.push(await logIn('somebody', '192.0.2.4'));
    expect(statuses.filter((status) => status === 429)).toHaveLength(7);
    expect(seen('login-limited', false)).toEqual([
      expect.objectContaining({ family: 'techtrack', operation: 'samples.gadget.token', times: 1 }),
    ]);
    expect(JSON.stringify(gateway.seen)).not.toContain('somebody');
    await gateway.server.close();
    expect(seen('login-limited', false).map(({ times }) => times)).toEqual([1, 6]);
    expect(seen('api-key-used', true).map(({ times }) => times)).toEqual([1, 1, 4]);
  });
});
