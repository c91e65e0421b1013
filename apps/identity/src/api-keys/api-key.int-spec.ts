import { createHash, randomUUID } from 'node:crypto';
import {
  type AnyOperation,
  apiKeyContract,
  apiKeyScopes,
  apiKeyTrustContract,
  type CreatedApiKey,
  attendanceAccountsContract,
  contracts,
  type DomainError,
  formerScopes,
  type Principal,
  tokenTrustContract,
  Instant,
} from '@argus/contracts';
import type { ServiceReplica } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startIdentity } from '../testing/identity-fixture.js';
import { AccountService } from '../accounts/account.service.js';
import { operator } from '../audit/audit-log.service.js';

const { create, list, revoke } = apiKeyContract.operations;

let identity: ServiceReplica;

const admin: Principal = {
  family: 'attendance',
  accountId: 1,
  username: 'ADMIN',
  role: 'admin',
  sessionId: 'none',
};
const make = async (scopes: string[], rest: object = {}, maker = admin): Promise<Required<CreatedApiKey>> => {
  const made = await identity.call(create, { body: { name: 'Kiosk', scopes, ...rest } }, maker);
  return { ...made, key: made.key! };
};
/** Returns what a gateway is told about an unknown key. */
const holderOf = async (key: string) => {
  const key_hash = createHash('sha256').update(key).digest('base64');
  return (await identity.call(apiKeyTrustContract.operations.identify, { body: { key_hash } })).principal;
};
/** Returns the ids of keys and sessions that gateways must refuse. */
const revokedIds = async (): Promise<string[]> => {
  const { operations } = tokenTrustContract;
  const { revocations } = await identity.call(operations.revocations, { body: { after: 0 } });
  return revocations.map(({ session_id }) => session_id);
};

beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(async () => {
  await identity.stop();
});

describe('creating an API key', () => {
  it('API key: creation shows it once and stores only its hash', async () => {
    const made = await make(['face-verify:write', 'attendance-logs:read', 'face-verify:write']);
    expect(made).toEqual({
      id: expect.any(String),
      key: expect.stringMatching(/^argk_[\w-]{8}_[\w-]{43}$/),
      prefix: made.key.slice(0, 13),
      name: 'Kiosk',
      scopes: ['attendance-logs:read', 'face-verify:write'],
      camera_id: null,
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
    const [event] = await identity.database.query(
      `SELECT action, account_id, actor_id, details FROM audit_event ORDER BY position DESC LIMIT 1`,
    );
    expect(event).toMatchObject({
      action: 'api-key-created',
      actor_id: 1,
      details: { key: made.id, prefix: made.prefix },
    });
  });

  it('API key: invalid scopes, no scopes and a past expiry are refused', async () => {
    for (const scopes of [[], ['api-keys:write'], ['users-password:write'], ['face:write'], ['everything']]) {
      await expect(make(scopes)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    }
    await expect(
      make(['face-verify:write'], { expires_at: Instant.ofMs(Date.now() - 1000) }),
    ).rejects.toMatchObject({
      code: 'EXPIRY_PASSED',
    });
  });

  it('API key: the refusal of a scope lists those in force, and for a former one its successors', async () => {
    const sentenceFor = async (scope: string) => {
      const refusal = make([scope]).catch((error: unknown) => error);
      const { details } = (await refusal) as { details: { issues: { params: { text: string } }[] } };
      return details.issues[0]!.params.text;
    };
    expect(await sentenceFor('everything')).toBe(
      `"everything" is not a valid choice. Use one of: ${apiKeyScopes.join(', ')}.`,
    );
    for (const [former, successors] of Object.entries(formerScopes))
      if (!apiKeyScopes.includes(former))
        expect(await sentenceFor(former)).toBe(
          `"${former}" is not a valid choice. It was replaced; use: ${successors.join(', ')}.`,
        );
  });

  it('API key: concurrent creations never exceed a hundred active keys', async () => {
    const activeKeys = () => identity.database.query('SELECT id FROM api_key WHERE revoked_at IS NULL');
    /* Creations take turns. One that waits too long, as on a busy machine, is tried again; the first try may still have made a key. */
    const makeAtLast = async (): Promise<string> => {
      for (;;) {
        const code = await make(['face-verify:write']).then(
          () => 'made',
          (error: DomainError) => error.code,
        );
        if (!['UNAVAILABLE', 'DEADLINE_EXCEEDED'].includes(code)) return code;
      }
    };
    const before = await activeKeys();
    const outcomes = await Promise.all(Array.from({ length: 110 - before.length }, makeAtLast));
    expect(new Set(outcomes)).toEqual(new Set(['made', 'TOO_MANY_API_KEYS']));
    expect(await activeKeys()).toHaveLength(100);
    await identity.database.query(`UPDATE api_key SET revoked_at = now()`);
  });
});

describe('using an API key', () => {
  it('API key: acts for its maker within its scopes', async () => {
    const { id, key } = await make(['users:read']);
    expect(await holderOf(key)).toEqual({
      key_id: id,
      family: 'attendance',
      account_id: 1,
      username: 'ADMIN',
      role: 'admin',
      scopes: ['users:read'],
      camera_id: null,
      expires_in_ms: null,
    });
  });

  it('API key: a near miss is unknown', async () => {
    const { key } = await make(['users:read']);
    for (const wrong of ['', `${key}x`, `${key.slice(0, -2)}xx`]) expect(await holderOf(wrong)).toBeNull();
  });

  it('API key: each use is noted with its time', async () => {
    const { id, key } = await make(['users:read']);
    await identity.database.query(`UPDATE api_key SET last_used_at = '2020-01-01' WHERE id = $1`, [id]);
    await holderOf(key);
    const [row] = await identity.database.query<{ last_used_at: Date }>(
      'SELECT last_used_at FROM api_key WHERE id = $1',
      [id],
    );
    expect(Date.now() - row!.last_used_at.getTime()).toBeLessThan(60_000);
  });
});

describe('the end of an API key', () => {
  it('API key: a revocation happens once and is published to gateways', async () => {
    const { id, key } = await make(['users:read']);
    await identity.call(revoke, { params: { id } }, admin);
    expect(await holderOf(key)).toBeNull();
    expect(await revokedIds()).toContain(id);
    await expect(identity.call(revoke, { params: { id } }, admin)).rejects.toMatchObject({
      code: 'API_KEY_NOT_FOUND',
    });
    const { results } = await identity.call(list, {
      query: { page: 1, page_size: 100, include_inactive: true },
    });
    expect(results.find((row) => row.id === id)?.revoked_at).toEqual(expect.any(String));
  });

  it('API key: an expired key is unknown, and gateways know its expiry beforehand', async () => {
    const { id, key } = await make(['users:read'], { expires_at: Instant.ofMs(Date.now() + 60_000) });
    const { expires_in_ms: leftMs } = (await holderOf(key))!;
    expect(leftMs).toBeGreaterThan(30_000);
    expect(leftMs).toBeLessThanOrEqual(60_000);
    await identity.database.query(`UPDATE api_key SET expires_at = now() - interval '1 ms' WHERE id = $1`, [
      id,
    ]);
    expect(await holderOf(key)).toBeNull();
  });

  it('API key: ends for good when its maker loses their rights', async () => {
    const accounts = identity.get(AccountService);
    const second = await accounts.create(
      { family: 'attendance', username: 'SECOND', email: 'second@example.com', role: 'admin' },
      'secure_password123',
      operator,
    );
    const maker: Principal = { ...admin, accountId: second.id, username: 'SECOND' };
    const { id, key } = await make(['users:read'], {}, maker);
    expect(await holderOf(key)).toMatchObject({ account_id: second.id });
    await accounts.update('attendance', 'SECOND', { role: 'faculty' }, operator);
    expect(await revokedIds()).toContain(id);
    await accounts.update('attendance', 'SECOND', { role: 'admin' }, operator);
    expect(await holderOf(key)).toBeNull();
  });

  it('API key: ends for good when its maker is deactivated', async () => {
    const accounts = identity.get(AccountService);
    const third = await accounts.create(
      { family: 'attendance', username: 'THIRD', email: 'third@example.com', role: 'admin' },
      'secure_password123',
      operator,
    );
    const { id, key } = await make(['users:read'], {}, { ...admin, accountId: third.id, username: 'THIRD' });
    await accounts.deactivate('attendance', 'THIRD', operator);
    expect(await revokedIds()).toContain(id);
    await accounts.update('attendance', 'THIRD', { isActive: true }, operator);
    expect(await holderOf(key)).toBeNull();
  });
});

describe('what only a session may do', () => {
  const operations = contracts
    .flatMap((contract) => Object.values<AnyOperation>(contract.operations))
    .filter(({ sessionOnly }) => sessionOnly === 'privileged');
  const key: Principal = { ...admin, scopes: ['users:read', 'users:write'] };
  const person = (role: string) => {
    const employee_id = randomUUID().slice(0, 18);
    const profile = { email: `${employee_id}@example.com`, first_name: 'A', last_name: 'B' };
    return { employee_id, role, password: 'secure_password123', ...profile };
  };
  const { create: createUser } = attendanceAccountsContract.operations;
  /** Calls the operation, about a new person of the role where it names one. */
  const call = async (operation: AnyOperation, role: string, body: object, caller: Principal) => {
    const { id } = await identity.call(createUser, { body: person(role) as never }, admin);
    const input = {
      params: { id: String(id) },
      body: operation.params ? body : { ...person(role), ...body },
    };
    await identity.call(operation, input as never, caller);
  };

  it.each(operations.map((each) => [each.subject, each] as const))(
    'API key: %s reaches students, but neither an administrator nor a role above student',
    async (_, operation) => {
      const refused = { code: 'SESSION_REQUIRED' };
      await expect(call(operation, 'student', {}, key)).resolves.not.toThrow();
      await expect(call(operation, 'admin', { last_name: 'C' }, key)).rejects.toMatchObject(refused);
      if (operation.params)
        await expect(call(operation, 'admin', { role: 'student' }, key)).rejects.toMatchObject(refused);
      if (operation.body)
        for (const role of ['faculty', 'admin'])
          await expect(call(operation, 'student', { role }, key)).rejects.toMatchObject(refused);
      await expect(call(operation, 'admin', { last_name: 'C' }, admin)).resolves.not.toThrow();
    },
  );

  it('API key: the operations that a session alone does in full are those that give accounts and roles', () => {
    expect(operations.map(({ subject }) => subject).sort()).toEqual(
      ['create', 'deactivate', 'update'].map((verb) => `identity.attendance-account.${verb}`),
    );
  });
});
