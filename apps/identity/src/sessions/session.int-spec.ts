import { attendanceAccountsContract, attendanceSessionContract, tokenTrustContract } from '@argus/contracts';
import type { Principal, Revocation } from '@argus/contracts';
import type { ServiceReplica } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { hash } from '@node-rs/argon2';
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import { startIdentity } from '../testing/identity-fixture.js';
import { PasswordHasher } from '../passwords/password-hasher.service.js';
import { RevocationService } from './revocation.service.js';

const { login, refresh, logout } = attendanceSessionContract.operations;
const { create, update, deactivate } = attendanceAccountsContract.operations;
const { keys, revocations } = tokenTrustContract.operations;
const password = 'secure_password123';

let identity: ServiceReplica;

const person = (employee_id: string) => ({
  employee_id,
  email: `${employee_id}@Example.com`,
  first_name: 'Jane',
  last_name: 'Smith',
  role: 'student' as const,
  password,
});
const logIn = (username: string) => identity.call(login, { body: { username, password } });
const refreshWith = (token: string) => identity.call(refresh, { body: { refresh: token } });
const callerOf = (access: string): Principal => {
  const claims = decodeJwt<{ user_id: number; username: string; role: string; sid: string }>(access);
  const { user_id: accountId, username, role, sid: sessionId } = claims;
  return { family: 'attendance', accountId, username, role, sessionId };
};
const revocationsNow = async (): Promise<Revocation[]> =>
  (await identity.call(revocations, { body: { after: 0 } })).revocations;
const sessionsOf = (access: string) =>
  identity.database.query<{ ended_reason: string | null }>(
    'SELECT ended_reason FROM session WHERE sid = $1',
    [callerOf(access).sessionId],
  );

beforeAll(async () => {
  identity = await startIdentity();
  for (const id of ['STU1', 'STU2', 'STU3', 'STU4', 'STU5', 'STU6']) {
    await identity.call(create, { body: person(id) });
  }
});
afterAll(async () => {
  await identity.stop();
});

describe('logging in', () => {
  it('log-in: by e-mail address in any case, or by employee id', async () => {
    const byEmail = await identity.call(login, { body: { email: 'stu1@EXAMPLE.com', password } });
    const byUsername = await logIn('STU1');
    expect(byUsername.user).toEqual(byEmail.user);
    expect(byEmail.user).toEqual({
      id: byEmail.user.id,
      email: 'STU1@Example.com',
      role: 'student',
      first_name: 'Jane',
      last_name: 'Smith',
    });
  });

  it('log-in: the access token verifies with the published keys', async () => {
    const { access } = await logIn('STU1');
    const published = await identity.call(keys, {});
    const set = createLocalJWKSet({ keys: published.keys });
    const { payload } = await jwtVerify(access, set, {
      audience: 'attendance',
      issuer: 'argus',
      typ: 'at+jwt',
    });
    expect(payload).toMatchObject({ username: 'STU1', role: 'student', token_type: 'access' });
    expect(payload.sub).toBe(String(payload.user_id));
  });

  it('log-in: a wrong password, an unknown and an inactive user get the same answer after the same work', async () => {
    await identity.call(deactivate, { params: { id: 'STU2' } });
    interface Opened {
      compute: PasswordHasher['verify'];
    }
    const hasher = identity.get<PasswordHasher, Opened>(PasswordHasher);
    const compute = jest.spyOn(hasher, 'compute');
    for (const body of [
      { username: 'STU1', password: 'wrong password' },
      { username: 'nobody', password },
      { email: 'nobody@example.com', password },
      { username: 'STU2', password },
    ]) {
      compute.mockClear();
      await expect(identity.call(login, { body })).rejects.toMatchObject({
        code: 'INVALID_CREDENTIALS',
        details: {},
      });
      expect(compute).toHaveBeenCalledTimes(1);
    }
    compute.mockRestore();
  });

  it('log-in: without a name, the e-mail address is required', async () => {
    await expect(identity.call(login, { body: { password } })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      details: { issues: [{ path: ['email'], code: 'required' }] },
    });
  });

  it('log-in: a hash of another cost is renewed, also by concurrent log-ins', async () => {
    const cheap = await hash(password, { memoryCost: 7168, timeCost: 5, parallelism: 1 });
    await identity.database.query(`UPDATE account SET password_hash = $1 WHERE username = 'STU3'`, [cheap]);
    await Promise.all([logIn('STU3'), logIn('STU3')]);
    const [row] = await identity.database.query<{ password_hash: string; last_login_at: Date | null }>(
      `SELECT password_hash, last_login_at FROM account WHERE username = 'STU3'`,
    );
    expect(row?.password_hash).toMatch(/m=19456,t=2,p=1/);
    expect(row?.last_login_at).toBeInstanceOf(Date);
    await logIn('STU3');
  });
});

describe('logging out', () => {
  it('log-out: refresh is refused, the revocation is listed, its event is in the same transaction', async () => {
    const { access, refresh: token } = await logIn('STU1');
    const caller = callerOf(access);
    const before = Math.max(0, ...(await revocationsNow()).map(({ position }) => position));
    const reply = await identity.call(logout, { body: { refresh: token } }, caller);
    expect(reply).toEqual({ message: 'Successfully logged out' });
    await expect(refreshWith(token)).rejects.toMatchObject({ code: 'REFRESH_TOKEN_ENDED' });

    const { revocations: listed } = await identity.call(revocations, { body: { after: before } });
    expect(listed).toHaveLength(1);
    expect(listed[0]?.session_id).toBe(caller.sessionId);
    const lastTokenMs = decodeJwt(access).exp! * 1000;
    expect(listed[0]?.forget_at_ms).toBeGreaterThanOrEqual(lastTokenMs);
    expect(listed[0]?.forget_at_ms).toBeLessThan(lastTokenMs + 120_000);
    const events = await identity.database.query<{ payload: Revocation }>(
      `SELECT payload FROM outbox_message WHERE subject = 'evt.identity.session-revoked.v1' ORDER BY position`,
    );
    expect(events.at(-1)?.payload).toEqual(listed[0]);
  });

  it('log-out: garbage, a used token and a token of another account are refused', async () => {
    const mine = await logIn('STU1');
    const theirs = await logIn('STU3');
    const caller = callerOf(mine.access);
    const invalid = { code: 'REFRESH_TOKEN_INVALID' };
    for (const token of ['rubbish', theirs.refresh]) {
      await expect(identity.call(logout, { body: { refresh: token } }, caller)).rejects.toMatchObject(
        invalid,
      );
    }
    await refreshWith(theirs.refresh);
    await identity.call(logout, { body: { refresh: mine.refresh } }, caller);
    await expect(identity.call(logout, { body: { refresh: mine.refresh } }, caller)).rejects.toMatchObject({
      code: 'REFRESH_TOKEN_ENDED',
    });
  });

  it('log-out: of ten concurrent log-outs one succeeds', async () => {
    const { access, refresh: token } = await logIn('STU1');
    const caller = callerOf(access);
    const attempts = Array.from({ length: 10 }, () =>
      identity.call(logout, { body: { refresh: token } }, caller),
    );
    const results = await Promise.allSettled(attempts);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('changes of an account', () => {
  it('account changes: a deactivation or a new role ends all sessions, other changes none', async () => {
    const [one, two] = [await logIn('STU4'), await logIn('STU4')];
    await identity.call(update, { params: { id: 'STU4' }, body: { first_name: 'Joan' } });
    await refreshWith(one.refresh);
    await identity.call(update, { params: { id: 'STU4' }, body: { role: 'faculty' } });
    for (const { access, refresh: token } of [one, two]) {
      await expect(refreshWith(token)).rejects.toMatchObject({ code: 'REFRESH_TOKEN_ENDED' });
      expect(await sessionsOf(access)).toEqual([{ ended_reason: 'role-changed' }]);
    }
    const three = await logIn('STU4');
    expect(callerOf(three.access).role).toBe('faculty');
    await identity.call(deactivate, { params: { id: 'STU4' } });
    await expect(refreshWith(three.refresh)).rejects.toMatchObject({ code: 'REFRESH_TOKEN_ENDED' });
    const revoked = new Set((await revocationsNow()).map(({ session_id }) => session_id));
    for (const { access } of [one, two, three]) expect(revoked).toContain(callerOf(access).sessionId);
  });

  it('account changes: a deactivation leaves no session of concurrent log-ins', async () => {
    const rounds = ['STU5', 'STU6'];
    for (const id of rounds) {
      const attempts = Array.from({ length: 6 }, () => logIn(id));
      await Promise.allSettled([...attempts, identity.call(deactivate, { params: { id } })]);
      const open = await identity.database.query(
        `SELECT 1 AS one FROM session s JOIN account a ON a.family = s.family AND a.id = s.account_id
         WHERE a.username = $1 AND s.ended_at IS NULL`,
        [id],
      );
      expect(open).toEqual([]);
    }
  });
});

describe('stored secrets', () => {
  it('database: holds no readable token, password or private key', async () => {
    const { access, refresh: token } = await logIn('STU1');
    const { refresh: child } = await refreshWith(token);
    const texts: string[] = [];
    for (const table of [
      'account',
      'session',
      'refresh_token',
      'signing_key',
      'revocation',
      'outbox_message',
    ]) {
      const rows = await identity.database.query<{ row: string }>(`SELECT t::text AS row FROM ${table} t`);
      expect([table, rows.length > 0]).toEqual([table, true]);
      texts.push(...rows.map(({ row }) => row));
    }
    const stored = texts.join('\n');
    for (const secret of [access, token, child, password, 'PRIVATE KEY']) {
      expect(stored).not.toContain(secret);
      expect(stored).not.toContain(Buffer.from(secret).toString('hex'));
      expect(stored).not.toContain(Buffer.from(secret).toString('base64'));
    }
    expect(stored).not.toContain(Buffer.from(token, 'base64url').toString('hex'));
  });
});

describe('the list of revocations', () => {
  it('revocations: a later position is never visible before an earlier one', async () => {
    const [slow, fast] = [await logIn('STU1'), await logIn('STU3')];
    const [slowSid, fastSid] = [callerOf(slow.access).sessionId, callerOf(fast.access).sessionId];
    const ended = Promise.withResolvers<undefined>();
    const commit = Promise.withResolvers<undefined>();
    const first = identity.database.transaction(async (tx) => {
      await identity.get(RevocationService).endSessions(tx, [slowSid], 'logout');
      ended.resolve(undefined);
      await commit.promise;
    });
    await ended.promise;
    const second = identity.call(logout, { body: { refresh: fast.refresh } }, callerOf(fast.access));
    await Promise.race([second, advisoryLockIsAwaited()]);
    const between = (await revocationsNow()).map(({ session_id }) => session_id);
    commit.resolve(undefined);
    await Promise.all([first, second]);

    expect(between).not.toContain(fastSid);
    const order = (await revocationsNow()).map(({ session_id }) => session_id);
    expect(order.indexOf(slowSid)).toBeGreaterThanOrEqual(0);
    expect(order.indexOf(fastSid)).toBeGreaterThan(order.indexOf(slowSid));
  });
});

/** Resolves when a transaction waits for an advisory lock of this database. */
async function advisoryLockIsAwaited(): Promise<void> {
  const sql = `SELECT 1 AS one FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
  while ((await identity.database.query(sql)).length === 0);
}
