import { attendanceSessionContract, techtrackTokenContract } from '@argus/contracts';
import { checkSize, eventually } from '@argus/testing';
import { roundTrips } from '@argus/testing/postgres';
import { type ServiceReplica, Site } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { EntityManager } from 'typeorm';
import { startIdentity } from '../testing/identity-fixture.js';
import { AccountService } from '../accounts/account.service.js';
import { operator } from '../audit/audit-log.service.js';
import { hashRefreshToken } from './refresh-token.js';
import { RefreshTokenStore } from './refresh-token.store.js';

const { login, refresh, refreshAlias } = attendanceSessionContract.operations;
const password = 'secure_password123 and more';
/* `npm run check:sessions` tries a thousand. */
const FAMILIES = checkSize('SESSION_FAMILIES', 2);
const invalid = { code: 'REFRESH_TOKEN_INVALID' };
const ended = { code: 'REFRESH_TOKEN_ENDED' };

let site: Site;
let compat: ServiceReplica;
let strict: ServiceReplica;

const logIn = (replica: ServiceReplica) => replica.call(login, { body: { username: 'FAC001', password } });
const exchange = (replica: ServiceReplica, token: string) =>
  replica.call(refresh, { body: { refresh: token } });
const age = (token: string, column: string, seconds: number) =>
  compat.database.query(
    `UPDATE refresh_token SET ${column} = ${column} - make_interval(secs => $2) WHERE token_hash = $1`,
    [hashRefreshToken(token), seconds],
  );
const sessionOf = async (access: string) => {
  const [row] = await compat.database.query<{ ended_reason: string | null; tokens: number }>(
    `SELECT ended_reason, (SELECT count(*)::int FROM refresh_token t WHERE t.session_id = s.sid) AS tokens
     FROM session s WHERE sid = $1`,
    [decodeJwt(access).sid],
  );
  return row;
};

beforeAll(async () => {
  site = await Site.create();
  compat = await startIdentity(site);
  strict = await startIdentity(site, { SECURITY_PROFILE: 'strict' });
  const account = {
    family: 'attendance',
    username: 'FAC001',
    email: 'f@example.com',
    role: 'faculty',
  } as const;
  await compat.get(AccountService).create(account, password, operator);
});
afterAll(async () => {
  await Promise.all([compat.stop(), strict.stop()]);
  await site.remove();
});

describe('refreshing in the profile compat', () => {
  it('a log-in and a refresh are few round trips', async () => {
    const first = await logIn(compat);
    expect(await roundTrips(compat.database, () => logIn(compat))).toMatchObject({ trips: 7 });
    const refreshing = await roundTrips(compat.database, () => exchange(compat, first.refresh));
    expect(refreshing).toMatchObject({ trips: 2 });
  });

  it('refresh in compat: a client that keeps its first token gets access again and again, at both paths, and one successor', async () => {
    const first = await logIn(compat);
    const made = [
      await exchange(compat, first.refresh),
      await exchange(compat, first.refresh),
      await compat.call(refreshAlias, { body: { refresh: first.refresh } }),
    ];
    expect(new Set(made.map((tokens) => tokens.refresh)).size).toBe(1);
    for (const { access } of made) {
      expect(decodeJwt(access).sid).toBe(decodeJwt(first.access).sid);
      expect(decodeJwt(access).jti).not.toBe(decodeJwt(first.access).jti);
    }
    await age(first.refresh, 'used_at', 3600);
    expect((await exchange(compat, first.refresh)).refresh).toBe(made[0]!.refresh);
    expect(await sessionOf(first.access)).toEqual({ ended_reason: null, tokens: 2 });
  });

  it('refresh in compat: a token works beside its successor until that is used, then ends the session, and the audit tells', async () => {
    const { access, refresh: stolen } = await logIn(compat);
    const { refresh: second } = await exchange(compat, stolen);
    await exchange(compat, stolen);
    const { refresh: third } = await exchange(compat, second);
    await expect(exchange(compat, stolen)).rejects.toMatchObject(ended);
    for (const token of [second, third]) await expect(exchange(compat, token)).rejects.toMatchObject(ended);
    expect(await sessionOf(access)).toMatchObject({ ended_reason: 'refresh-token-reused' });
    const [event] = await compat.database.query(
      `SELECT action, success, severity, details FROM audit_event ORDER BY position DESC LIMIT 1`,
    );
    expect(event).toEqual({
      action: 'refresh-token-reused',
      success: false,
      severity: 'error',
      details: { session: decodeJwt(access).sid },
    });
  });

  it('refresh in compat: where the document answers no refresh token, the first one is the only one', async () => {
    const account = { family: 'techtrack', username: 'line1', email: null, role: 'operator' } as const;
    await compat.get(AccountService).create(account, password, operator);
    const { obtain, refresh: renew } = techtrackTokenContract.operations;
    const first = await compat.call(obtain, { body: { username: 'line1', password } });
    for (let times = 0; times < 3; times++)
      expect(await compat.call(renew, { body: { refresh: first.refresh } })).toEqual({
        access: expect.any(String),
      });
    expect(await sessionOf(first.access)).toEqual({ ended_reason: null, tokens: 1 });
  });

  it('refresh in compat: an expired token is refused', async () => {
    const { refresh: token } = await logIn(compat);
    await age(token, 'expires_at', 7 * 86_400 - 60);
    await exchange(compat, token);
    await age(token, 'expires_at', 60);
    await expect(exchange(compat, token)).rejects.toMatchObject(invalid);
  });
});

describe.each(['compat', 'strict'])('one token at once in the profile %s', (profile) => {
  it(
    `refresh in ${profile}: fifty concurrent refreshes of a token on three replicas make one successor, and the token ends the session once that is used`,
    async () => {
      const start = () => startIdentity(site, { SECURITY_PROFILE: profile });
      const replicas = [profile === 'compat' ? compat : strict, await start(), await start()];
      for (let family = 0; family < FAMILIES; family++) {
        const { access, refresh: token } = await logIn(replicas[0]!);
        const made = await Promise.all(
          Array.from({ length: 50 }, (_, index) => exchange(replicas[index % 3]!, token)),
        );
        expect(new Set(made.map((tokens) => tokens.refresh)).size).toBe(1);
        expect(new Set(made.map((tokens) => tokens.access)).size).toBe(50);
        expect(await sessionOf(access)).toEqual({ ended_reason: null, tokens: 2 });
        const next = await exchange(replicas[1]!, made[0]!.refresh);
        await expect(exchange(replicas[2]!, token)).rejects.toMatchObject(ended);
        await expect(exchange(replicas[0]!, next.refresh)).rejects.toMatchObject(ended);
        expect(await sessionOf(access)).toMatchObject({ ended_reason: 'refresh-token-reused' });
      }
      await Promise.all(replicas.slice(1).map((replica) => replica.stop()));
      process.stderr.write(`${profile}: ${FAMILIES} sessions, 50 refreshes at once each, 1 successor each\n`);
    },
    60_000 + FAMILIES * 10_000,
  );
});

it('refresh: many refreshes of one token wait on one connection, so that others are served', async () => {
  const { access, refresh: token } = await logIn(compat);
  const waiting = (tx: EntityManager) =>
    tx.query<{ pid: number }[]>(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
  /* Another replica holds the session, as during its own refresh. */
  const refreshed = await strict.database.transaction(async (tx) => {
    await tx.query('SELECT FROM session WHERE sid = $1 FOR UPDATE', [decodeJwt(access).sid]);
    const all = Promise.allSettled(Array.from({ length: 40 }, () => exchange(compat, token)));
    await eventually(
      () => waiting(tx),
      (found) => found.length > 0,
      5,
    );
    await compat.database.query('SELECT 1');
    expect(await waiting(tx)).toHaveLength(1);
    return { all };
  });
  const outcomes = await refreshed.all;
  expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
});

describe.each(['compat', 'strict'])('refreshing in the profile %s', (profile) => {
  const replica = (): ServiceReplica => (profile === 'compat' ? compat : strict);

  it(`refresh in ${profile}: garbage, an access token and a token of another family are refused`, async () => {
    const { access, refresh: token } = await logIn(replica());
    await expect(exchange(replica(), 'rubbish')).rejects.toMatchObject(invalid);
    await expect(exchange(replica(), access)).rejects.toMatchObject({ code: 'REFRESH_TOKEN_WRONG_TYPE' });
    const sid = decodeJwt(access).sid;
    await compat.database
      .query(`INSERT INTO account SELECT 'proctorx', id, username, email, first_name, last_name,
      role, department, phone_number, is_active, password_hash FROM account WHERE username = 'FAC001' ON CONFLICT DO NOTHING`);
    await compat.database.query(`UPDATE session SET family = 'proctorx' WHERE sid = $1`, [sid]);
    await expect(exchange(replica(), token)).rejects.toMatchObject(invalid);
  });

  it(`refresh in ${profile}: an inactive user is refused`, async () => {
    const { refresh: token } = await logIn(replica());
    const set = (active: boolean) =>
      compat.database.query(`UPDATE account SET is_active = $1 WHERE username = 'FAC001'`, [active]);
    await set(false);
    try {
      await expect(exchange(replica(), token)).rejects.toMatchObject(invalid);
    } finally {
      await set(true);
    }
  });
});

describe.each(['compat', 'strict'])('the life of a session in the profile %s', (profile) => {
  it(`refresh in ${profile}: a session ends after thirty days, however often it was refreshed`, async () => {
    const replica = profile === 'compat' ? compat : strict;
    const { access, refresh: token } = await logIn(replica);
    const old = (interval: string) =>
      compat.database.query(`UPDATE session SET created_at = now() - $2::interval WHERE sid = $1`, [
        decodeJwt(access).sid,
        interval,
      ]);
    await old('29 days 23 hours');
    const { refresh: child } = await exchange(replica, token);
    await old('30 days');
    await expect(exchange(replica, child)).rejects.toMatchObject(invalid);
    await old('29 days 23 hours');
    await age(child, 'expires_at', 3601);
    await expect(exchange(replica, child)).rejects.toMatchObject(invalid);
  });
});

it('refresh: of a very long session the newest tokens are kept', async () => {
  const { access, refresh: token } = await logIn(compat);
  let newest = token;
  for (let times = 0; times < 6; times++) newest = (await exchange(compat, newest)).refresh;
  await compat.get(RefreshTokenStore).shorten(3);
  expect(await sessionOf(access)).toEqual({ ended_reason: null, tokens: 3 });
  await exchange(compat, newest);
});

describe('refreshing in the profile strict', () => {
  it('refresh in strict: each token works once and yields the next', async () => {
    const { access, refresh: first } = await logIn(strict);
    const second = await exchange(strict, first);
    const third = await exchange(strict, second.refresh);
    expect(new Set([first, second.refresh, third.refresh]).size).toBe(3);
    expect(await sessionOf(access)).toEqual({ ended_reason: null, tokens: 3 });
  });

  it('refresh in strict: a token reused after the grace period ends the session', async () => {
    const { access, refresh: token } = await logIn(strict);
    const { refresh: child } = await exchange(strict, token);
    await age(token, 'used_at', 11);
    await expect(exchange(strict, token)).rejects.toMatchObject(ended);
    expect(await sessionOf(access)).toMatchObject({ ended_reason: 'refresh-token-reused' });
    await expect(exchange(strict, child)).rejects.toMatchObject(ended);
    const [event] = await compat.database.query(
      `SELECT action, success, severity, details FROM audit_event ORDER BY position DESC LIMIT 1`,
    );
    expect(event).toEqual({
      action: 'refresh-token-reused',
      success: false,
      severity: 'error',
      details: { session: decodeJwt(access).sid },
    });
  });

  it('refresh in strict: a token reused after its successor was used ends the session', async () => {
    const { access, refresh: token } = await logIn(strict);
    const { refresh: child } = await exchange(strict, token);
    await exchange(strict, child);
    await expect(exchange(strict, token)).rejects.toMatchObject(ended);
    expect(await sessionOf(access)).toMatchObject({ ended_reason: 'refresh-token-reused' });
  });
});
