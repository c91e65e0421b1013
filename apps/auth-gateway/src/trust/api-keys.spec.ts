import { createHash, randomUUID } from 'node:crypto';
import {
  apiKeyContract,
  type ApiKeyPrincipal,
  apiKeyTrustContract,
  attendanceAccountsContract,
  attendanceSelfContract,
  attendanceSessionContract,
  tokenTrustContract,
} from '@argus/contracts';
import { InProcessBus, RpcClient, serveContract } from '@argus/messaging';
import type { PlatformSettings } from '@argus/service-kit';
import { eventually } from '@argus/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ApiKeys } from './api-keys.service.js';
import { Authenticator } from './authenticator.service.js';
import { KeySet } from './key-set.service.js';
import { Revocations } from './revocations.service.js';
import { TokenVerifier } from './token-verifier.service.js';

const invalid = { code: 'TOKEN_INVALID', details: { problem: 'api-key' } };
const key = `argk_${'a'.repeat(8)}_${'b'.repeat(43)}`;
const keyHash = createHash('sha256').update(key).digest('base64');

/* What `identity` says about the one valid key. */
let holder: ApiKeyPrincipal | null;
let lookups: number;
let bus: InProcessBus;
let revocations: Revocations;
let gateway: Authenticator;

const verify = (shown: string) => gateway.authenticate({ 'x-api-key': shown }, 'attendance');

beforeEach(async () => {
  holder = {
    key_id: randomUUID(),
    family: 'attendance',
    account_id: 1,
    username: 'ADMIN',
    role: 'admin',
    scopes: ['users:read'],
    camera_id: null,
    expires_in_ms: null,
  };
  lookups = 0;
  bus = new InProcessBus();
  await serveContract(bus, apiKeyTrustContract, {
    identify: async ({ body }) => {
      lookups++;
      return { principal: body.key_hash === keyHash ? holder : null };
    },
  });
  await serveContract(bus, tokenTrustContract, {
    keys: async () => ({ keys: [] }),
    revocations: async () => ({ revocations: [] }),
  });
  const rpc = new RpcClient(bus);
  const keys = new KeySet(rpc);
  revocations = new Revocations(rpc, keys);
  await revocations.start();
  gateway = new Authenticator(
    new TokenVerifier(keys),
    new ApiKeys(rpc),
    revocations,
    { SECURITY_PROFILE: 'compat' } as PlatformSettings,
    { ENFORCE_ROLES: [] },
  );
});
afterEach(() => bus.stop());

describe('an API key at the gateway', () => {
  it('API key: acts for its maker within its scopes, for attendance only', async () => {
    const principal = await verify(key);
    expect(principal).toEqual({
      family: 'attendance',
      accountId: 1,
      username: 'ADMIN',
      role: 'admin',
      sessionId: holder!.key_id,
      scopes: ['users:read'],
    });
    expect(await gateway.authenticate({ 'x-api-key': key }, 'techtrack')).toBeUndefined();
    const { operations: users } = attendanceAccountsContract;
    const allowed = (operation: (typeof users)[keyof typeof users]) => () =>
      gateway.authorize(operation, principal, { id: '1' });
    for (const operation of [users.list, users.get]) expect(allowed(operation)).not.toThrow();
    for (const operation of [users.create, users.update, users.deactivate]) {
      expect(allowed(operation)).toThrow(expect.objectContaining({ code: 'PERMISSION_DENIED' }));
    }
    for (const operation of [
      users.resetPassword,
      users.listLinks,
      attendanceSessionContract.operations.logout,
      attendanceSelfContract.operations.changePassword,
      attendanceSelfContract.operations.listSessions,
      apiKeyContract.operations.create,
      apiKeyContract.operations.list,
      apiKeyTrustContract.operations.identify,
    ]) {
      expect(() => gateway.authorize(operation, principal, {})).toThrow();
    }
  });

  it('API key: garbage, a near miss and an invalid Bearer token beside it are refused', async () => {
    for (const wrong of ['rubbish', '', `${key}x`, `${key.slice(0, -2)}xx`]) {
      await expect(verify(wrong)).rejects.toMatchObject(invalid);
    }
    await expect(
      gateway.authenticate({ authorization: 'Bearer x', 'x-api-key': key }, 'attendance'),
    ).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
  });

  it('API key: identity is asked at most once a minute', async () => {
    await verify(key);
    for (let turn = 0; turn < 5; turn++) await verify(key);
    expect(lookups).toBe(1);
  });

  it('API key: a revoked key is refused although it is cached', async () => {
    await verify(key);
    await revocations.note({
      position: 1,
      session_id: holder!.key_id,
      forget_at_ms: Date.now() + 60_000,
    });
    await expect(verify(key)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
    expect(lookups).toBe(1);
  });

  it('API key: an expired key is refused although it was cached', async () => {
    holder = { ...holder!, expires_in_ms: 300 };
    await verify(key);
    holder = null;
    const refused = await eventually(
      () =>
        verify(key).then(
          () => undefined,
          (error: unknown) => error,
        ),
      (error) => error !== undefined,
    );
    expect(refused).toMatchObject(invalid);
    expect(lookups).toBe(2);
  });
});
