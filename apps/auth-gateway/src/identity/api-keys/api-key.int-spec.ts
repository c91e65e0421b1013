import {
  apiKeyContract,
  apiKeyTrustContract,
  attendanceAccountsContract,
  attendanceSessionContract,
  attendanceSelfContract,
  type Principal,
  tokenTrustContract,
} from '@argus/contracts';
import { RpcClient } from '@argus/messaging';
import type { PlatformSettings } from '@argus/service-kit';
import { eventually } from '@argus/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { makeSite, type Replica, type Site, startReplica } from '../../testing/identity-replica.js';
import { AccountService } from '../accounts/account.service.js';
import { operator } from '../audit/audit-log.js';
import { ApiKeys } from '../../trust/api-keys.js';
import { Authenticator } from '../../trust/authenticator.js';
import { KeySet } from '../../trust/key-set.js';
import { Revocations } from '../../trust/revocations.js';
import { TokenVerifier } from '../../trust/token-verifier.js';

const { create, list, revoke } = apiKeyContract.operations;
const invalid = { code: 'TOKEN_INVALID', details: { problem: 'api-key' } };

let site: Site;
let identity: Replica;
let rpc: RpcClient;
let edge: Authenticator;
let revocations: Revocations;

const admin: Principal = {
  family: 'attendance',
  accountId: 1,
  username: 'ADMIN',
  role: 'admin',
  sessionId: 'none',
};
const make = (scopes: string[], rest: object = {}, maker = admin) =>
  identity.call(create, { body: { name: 'Kiosk', scopes, ...rest } }, maker);
const enter = (key: string) => edge.authenticate({ 'x-api-key': key }, 'attendance');
/** What the bus would tell an edge by event. */
const hear = async (): Promise<void> => {
  const { revocations: all } = await rpc.call(
    tokenTrustContract.operations.revocations,
    { body: { after: 0 } },
    { requestId: 'test', deadline: Date.now() + 5000 },
  );
  for (const revocation of all) await revocations.note(revocation);
};

beforeAll(async () => {
  site = await makeSite();
  identity = await startReplica(site);
  rpc = identity.rpc;
});
afterAll(async () => {
  await identity.stop();
  await site.clear();
});
beforeEach(async () => {
  revocations = new Revocations(rpc);
  await revocations.start();
  edge = new Authenticator(
    new TokenVerifier(new KeySet(rpc)),
    new ApiKeys(rpc),
    revocations,
    { SECURITY_PROFILE: 'compat' } as PlatformSettings,
    { OPT_IN_ROLES: [] },
  );
});

describe('making a key', () => {
  it('shows it once, and keeps only what it is recognised by', async () => {
    const made = await make(['face:write', 'attendance:read', 'face:write']);
    expect(made).toEqual({
      id: expect.any(String),
      key: expect.stringMatching(/^argk_[\w-]{8}_[\w-]{43}$/),
      prefix: made.key.slice(0, 13),
      name: 'Kiosk',
      scopes: ['attendance:read', 'face:write'],
      created_by: 'ADMIN',
      created_at: expect.any(String),
      expires_at: null,
      last_used_at: null,
      revoked_at: null,
    });
    const { results } = await identity.call(list, {
      query: { page: 1, page_size: 20, include_inactive: false },
    });
    expect(results.map(({ id }) => id)).toContain(made.id);
    expect(JSON.stringify(results)).not.toContain(made.key);
    for (const table of ['api_key', 'audit_event', 'outbox_message']) {
      const rows = await identity.database.query(`SELECT t::text AS row FROM ${table} t`);
      expect(JSON.stringify(rows)).not.toContain(made.key.slice(14));
    }
    const [act] = await identity.database.query(
      `SELECT action, account_id, actor_id, details FROM audit_event ORDER BY position DESC LIMIT 1`,
    );
    expect(act).toMatchObject({
      action: 'api-key-created',
      actor_id: 1,
      details: { key: made.id, prefix: made.prefix },
    });
  });

  it('refuses scopes that no key has, none at all, and a moment that passed', async () => {
    for (const scopes of [[], ['api-keys:write'], ['auth:write'], ['everything']]) {
      await expect(make(scopes)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    }
    await expect(make(['face:read'], { expires_at: new Date(Date.now() - 1000) })).rejects.toMatchObject({
      code: 'EXPIRY_PASSED',
    });
  });

  it('gives out no more than a hundred at a time, however many ask', async () => {
    const before = await identity.database.query('SELECT id FROM api_key WHERE revoked_at IS NULL');
    const attempts = Array.from({ length: 110 - before.length }, () => make(['face:read']));
    const results = await Promise.allSettled(attempts);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(100 - before.length);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'TOO_MANY_API_KEYS' });
    }
    await identity.database.query(`UPDATE api_key SET revoked_at = now()`);
  });
});

describe('using a key', () => {
  it('stands for its maker within its scopes, at attendance only', async () => {
    const { id, key } = await make(['users:read']);
    const principal = await enter(key);
    expect(principal).toEqual({ ...admin, sessionId: id, scopes: ['users:read'] });
    expect(await edge.authenticate({ 'x-api-key': key }, 'techtrack')).toBeUndefined();
    const { operations: users } = attendanceAccountsContract;
    const allowed = (operation: (typeof users)[keyof typeof users]) => () =>
      edge.authorize(operation, principal, { id: '1' });
    for (const operation of [users.list, users.get]) expect(allowed(operation)).not.toThrow();
    for (const operation of [users.create, users.update, users.deactivate, users.resetPassword]) {
      expect(allowed(operation)).toThrow(expect.objectContaining({ code: 'PERMISSION_DENIED' }));
    }
    for (const operation of [
      attendanceSessionContract.operations.logout,
      attendanceSelfContract.operations.changePassword,
      attendanceSelfContract.operations.listSessions,
      create,
      list,
      apiKeyTrustContract.operations.identify,
    ]) {
      expect(() => edge.authorize(operation, principal, {})).toThrow();
    }
  });

  it('is refused for rubbish, a near miss and a bad Bearer token beside it', async () => {
    const { key } = await make(['users:read']);
    for (const wrong of ['rubbish', '', `${key}x`, `${key.slice(0, -2)}xx`]) {
      await expect(enter(wrong)).rejects.toMatchObject(invalid);
    }
    await expect(
      edge.authenticate({ authorization: 'Bearer x', 'x-api-key': key }, 'attendance'),
    ).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
  });

  it('notes when, and asks identity once a minute at most', async () => {
    const { id, key } = await make(['users:read']);
    await Promise.all(Array.from({ length: 5 }, () => enter(key)));
    await identity.database.query(`UPDATE api_key SET last_used_at = '2020-01-01' WHERE id = $1`, [id]);
    for (let turn = 0; turn < 5; turn++) await enter(key);
    const [row] = await identity.database.query<{ last_used_at: Date }>(
      'SELECT last_used_at FROM api_key WHERE id = $1',
      [id],
    );
    expect(row?.last_used_at.getUTCFullYear()).toBe(2020);
  });
});

describe('the end of a key', () => {
  it('by revocation reaches an edge that knows the key', async () => {
    const { id, key } = await make(['users:read']);
    await enter(key);
    await identity.call(revoke, { params: { id } }, admin);
    await hear();
    await expect(enter(key)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
    await expect(identity.call(revoke, { params: { id } }, admin)).rejects.toMatchObject({
      code: 'API_KEY_NOT_FOUND',
    });
    const { results } = await identity.call(list, {
      query: { page: 1, page_size: 100, include_inactive: true },
    });
    expect(results.find((row) => row.id === id)?.revoked_at).toEqual(expect.any(String));
  });

  it('comes with its time', async () => {
    const { id, key } = await make(['users:read'], { expires_at: new Date(Date.now() + 60_000) });
    await identity.database.query(`UPDATE api_key SET expires_at = now() - interval '1 ms' WHERE id = $1`, [
      id,
    ]);
    await expect(enter(key)).rejects.toMatchObject(invalid);
  });

  it('comes with its time at an edge that knows the key', async () => {
    const { key } = await make(['users:read'], { expires_at: new Date(Date.now() + 1500) });
    await enter(key);
    const refused = await eventually(
      () =>
        enter(key).then(
          () => undefined,
          (error: unknown) => error,
        ),
      (error) => error !== undefined,
    );
    expect(refused).toMatchObject(invalid);
  }, 5000);

  it('comes with its maker’s rights', async () => {
    const accounts = identity.context.get(AccountService);
    const second = await accounts.create(
      { family: 'attendance', username: 'SECOND', email: 'second@example.com', role: 'admin' },
      'secure_password123',
      operator,
    );
    const maker: Principal = { ...admin, accountId: second.id, username: 'SECOND' };
    const { key } = await make(['users:read'], {}, maker);
    expect(await enter(key)).toMatchObject({ accountId: second.id });
    await accounts.update('attendance', 'SECOND', { role: 'faculty' }, operator);
    await hear();
    await expect(enter(key)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
    await accounts.update('attendance', 'SECOND', { role: 'admin' }, operator);
    const later = new ApiKeys(rpc);
    await expect(later.verify(key)).rejects.toMatchObject(invalid);
  });
});
