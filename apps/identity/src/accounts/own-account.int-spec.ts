import {
  type AccountView,
  attendanceAccountsContract,
  attendanceSelfContract,
  attendanceSessionContract,
  eyetrackerAccountsContract,
  eyetrackerSelfContract,
  type Principal,
  proctorxAccountsContract,
} from '@argus/contracts';
import type { ServiceReplica } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { startIdentity } from '../testing/identity-fixture.js';
import { operator } from '../audit/audit-log.service.js';
import { AccountService } from './account.service.js';

const self = attendanceSelfContract.operations;
const { login, refresh } = attendanceSessionContract.operations;
const { link: linkByAdmin, listLinks, unlink } = attendanceAccountsContract.operations;
const password = 'secure_password123';
const page = { page: 1, page_size: 20 };

let identity: ServiceReplica;

const logIn = async (username: string, given = password, userAgent = 'browser') => {
  const tokens = await identity.call(login, { body: { username, password: given } }, undefined, {
    clientAddress: '192.0.2.7',
    userAgent,
  });
  const {
    user_id: accountId,
    role,
    sid: sessionId,
  } = decodeJwt<{ user_id: number; role: string; sid: string }>(tokens.access);
  const principal: Principal = { family: 'attendance', accountId, username, role, sessionId };
  return { ...tokens, principal };
};
const refreshes = (token: string): Promise<string> =>
  identity.call(refresh, { body: { refresh: token } }).then(
    () => 'OK',
    (error: unknown) => (error as { code: string }).code,
  );

beforeAll(async () => {
  identity = await startIdentity();
  for (const username of ['P1', 'P2', 'P3', 'P4']) {
    const account = {
      family: 'attendance',
      username,
      email: `${username}@example.com`,
      role: 'student',
    } as const;
    await identity.get(AccountService).create(account, password, operator);
  }
  for (const username of ['e1', 'e2']) {
    await identity.call(eyetrackerAccountsContract.operations.register, {
      body: { username, email: `${username}@example.com`, password },
    });
    await identity.call(proctorxAccountsContract.operations.signup, {
      body: { username, email: `${username}@example.com`, password, type: 'student' },
    });
  }
});
afterAll(async () => {
  await identity.stop();
});

describe('own sessions', () => {
  it('own sessions: all are listed, and the current one is marked', async () => {
    const phone = await logIn('P1', password, 'phone');
    const laptop = await logIn('P1', password, 'laptop');
    await logIn('P2');
    const { count, results } = await identity.call(self.listSessions, { query: page }, laptop.principal);
    expect(count).toBe(2);
    expect(results.map(({ user_agent, is_current }) => [user_agent, is_current])).toEqual([
      ['laptop', true],
      ['phone', false],
    ]);
    expect(results[0]).toEqual({
      id: laptop.principal.sessionId,
      created_at: expect.any(String),
      last_used_at: expect.any(String),
      expires_at: expect.any(String),
      client_address: '192.0.2.7',
      user_agent: 'laptop',
      is_current: true,
    });
    await refreshes(phone.refresh);
    const after = await identity.call(self.listSessions, { query: page }, laptop.principal);
    expect(after.results[0]?.user_agent).toBe('phone');
  });

  it('own sessions: one or all others can be ended; those of another person are not found', async () => {
    const [one, two, three] = [await logIn('P3'), await logIn('P3'), await logIn('P3')];
    const stranger = await logIn('P2');
    const end = (id: string) => identity.call(self.endSession, { params: { id } }, one.principal);
    const notFound = { code: 'SESSION_NOT_FOUND' };
    await expect(end(stranger.principal.sessionId)).rejects.toMatchObject(notFound);
    await expect(end('no id at all')).rejects.toMatchObject(notFound);
    await end(two.principal.sessionId);
    await expect(end(two.principal.sessionId)).rejects.toMatchObject(notFound);
    expect(await refreshes(two.refresh)).toBe('REFRESH_TOKEN_ENDED');
    await identity.call(self.endOtherSessions, {}, one.principal);
    expect(await refreshes(three.refresh)).toBe('REFRESH_TOKEN_ENDED');
    expect(await refreshes(one.refresh)).toBe('OK');
    expect(await refreshes(stranger.refresh)).toBe('OK');
  });
});

describe('the own password', () => {
  it('own password: a change needs the old one and ends every session', async () => {
    const { principal, refresh: token } = await logIn('P4');
    const change = (current_password: string, new_password: string) =>
      identity.call(self.changePassword, { body: { current_password, new_password } }, principal);
    await expect(change('a mistake', 'another_password9')).rejects.toMatchObject({
      code: 'INVALID_CREDENTIALS',
    });
    await expect(change(password, 'short')).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      details: { issues: [{ path: ['new_password'], code: 'too_short' }] },
    });
    await change(password, 'another_password9');
    expect(await refreshes(token)).toBe('REFRESH_TOKEN_ENDED');
    await expect(logIn('P4')).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
    await logIn('P4', 'another_password9');
    const auditEvents = await identity.database.query(
      `SELECT success FROM audit_event WHERE action = 'password-changed' ORDER BY position`,
    );
    expect(auditEvents).toEqual([{ success: false }, { success: true }]);
  });

  it('own password: guesses with a stolen access token are limited', async () => {
    const { principal } = await logIn('P4', 'another_password9');
    const body = { current_password: 'a guess', new_password: 'another_password9' };
    const codes = [];
    for (let guess = 0; guess < 12; guess++) {
      codes.push(
        await identity
          .call(self.changePassword, { body }, principal, { clientAddress: '203.0.113.9' })
          .catch((error: unknown) => (error as { code: string }).code),
      );
    }
    expect(codes.filter((code) => code === 'RATE_LIMITED').length).toBeGreaterThanOrEqual(2);
  });
});

describe('linked accounts', () => {
  const linked = async (id: string) => {
    const { results } = await identity.call(listLinks, { params: { id }, query: page });
    return results.map(({ family, username }) => `${family} ${username}`);
  };

  it('linking accounts: needs both passwords', async () => {
    const { principal } = await logIn('P1');
    const link = (own: string, username: string, other: string) =>
      identity.call(
        self.link,
        { body: { password: own, family: 'eyetracker', username, account_password: other } },
        principal,
      );
    for (const [own, username, other] of [
      ['wrong', 'e1', password],
      [password, 'e1', 'wrong'],
      [password, 'nobody', password],
    ] as const) {
      await expect(link(own, username, other)).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
    }
    expect(await linked('P1')).toEqual([]);
    await link(password, 'e1', password);
    await link(password, 'e1', password);
    expect(await linked('P1')).toEqual(['eyetracker e1']);
    const events = await identity.database.query<{ payload: AccountView }>(
      `SELECT payload FROM outbox_message WHERE payload->>'person_id' IS NOT NULL`,
    );
    expect(
      events.map(({ payload }) => `${payload.family} ${payload.username} ${payload.revision}`).sort(),
    ).toEqual(['attendance P1 2', 'eyetracker e1 2']);
    expect(new Set(events.map(({ payload }) => payload.person_id)).size).toBe(1);
  });

  it('linking accounts: a person has one account per family; an administrator can link; links are joined', async () => {
    await identity.call(linkByAdmin, { params: { id: 'P2' }, body: { family: 'proctorx', username: 'e2' } });
    const link = (id: string, family: 'eyetracker' | 'proctorx' | 'attendance', username: string) =>
      identity.call(linkByAdmin, { params: { id }, body: { family, username } });
    await expect(link('P2', 'attendance', 'P3')).rejects.toMatchObject({ code: 'SAME_FAMILY' });
    await expect(link('P2', 'eyetracker', 'e1')).rejects.toMatchObject({ code: 'ALREADY_LINKED' });
    await expect(link('P2', 'eyetracker', 'nobody')).rejects.toMatchObject({ code: 'ACCOUNT_NOT_FOUND' });
    await link('P1', 'proctorx', 'e1');
    await link('P2', 'eyetracker', 'e2');
    expect(await linked('P1')).toEqual(['eyetracker e1', 'proctorx e1']);
    expect(await linked('P2')).toEqual(['eyetracker e2', 'proctorx e2']);
    await expect(link('P1', 'eyetracker', 'e2')).rejects.toMatchObject({ code: 'ALREADY_LINKED' });
  });

  it('linking accounts: each account lists the others, and they can be unlinked', async () => {
    const { access } = await identity.call(eyetrackerAccountsContract.operations.obtain, {
      body: { username: 'e1', password },
    });
    const { user_id: accountId, sid: sessionId } = decodeJwt<{ user_id: number; sid: string }>(access);
    const principal: Principal = { family: 'eyetracker', accountId, username: 'e1', role: 'user', sessionId };
    const own = await identity.call(eyetrackerSelfContract.operations.listLinks, { query: page }, principal);
    expect(own.results).toEqual([
      { family: 'attendance', username: 'P1' },
      { family: 'proctorx', username: 'e1' },
    ]);
    await identity.call(
      eyetrackerSelfContract.operations.unlink,
      { params: { family: 'proctorx' } },
      principal,
    );
    expect(await linked('P1')).toEqual(['eyetracker e1']);
    await identity.call(unlink, { params: { id: 'P1', family: 'eyetracker' } });
    await expect(identity.call(unlink, { params: { id: 'P1', family: 'eyetracker' } })).rejects.toMatchObject(
      { code: 'NOT_LINKED' },
    );
  });

  it('linking accounts: concurrent links never give a person two accounts of a family', async () => {
    const attempts = ['e1', 'e2'].flatMap((username) =>
      ['P3', 'P4'].map((id) =>
        identity.call(linkByAdmin, { params: { id }, body: { family: 'proctorx', username } }),
      ),
    );
    await Promise.allSettled(attempts);
    const doubles = await identity.database.query(
      'SELECT person_id FROM account WHERE person_id IS NOT NULL GROUP BY person_id, family HAVING count(*) > 1',
    );
    expect(doubles).toEqual([]);
  });
});
