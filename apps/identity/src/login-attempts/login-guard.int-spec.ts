import { attendanceAccountsContract, attendanceSessionContract, type CallContext } from '@argus/contracts';
import { type ServiceReplica, Site } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startIdentity } from '../testing/identity-fixture.js';
import { AccountService } from '../accounts/account.service.js';
import { operator } from '../audit/audit-log.service.js';
import { PasswordHasher } from '../passwords/password-hasher.service.js';
import { LoginGuard } from './login-guard.service.js';

const { login } = attendanceSessionContract.operations;
const { resetPassword } = attendanceAccountsContract.operations;
const password = 'secure_password123';
const refused = { code: 'RATE_LIMITED', details: { retryAfterSeconds: expect.any(Number) } };

let site: Site;
let one: ServiceReplica;
let two: ServiceReplica;

const from = (address: string): Partial<CallContext> => ({ clientAddress: address });
const attempt = (replica: ServiceReplica, username: string, given: string, address: string) =>
  replica.call(login, { body: { username, password: given } }, undefined, from(address));
const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'OK',
    (error: unknown) => (error as { code: string }).code,
  );

beforeAll(async () => {
  site = await Site.create();
  [one, two] = [await startIdentity(site), await startIdentity(site)];
  for (const username of ['A1', 'A2', 'A3', 'A4', 'A5']) {
    const account = {
      family: 'attendance',
      username,
      email: `${username}@example.com`,
      role: 'student',
    } as const;
    await one.get(AccountService).create(account, password, operator);
  }
  /* Hashing is replaced, since only the number of hashes matters here. */
  interface Opened {
    compute: (hash: string, password: string) => Promise<boolean>;
  }
  for (const replica of [one, two]) {
    jest
      .spyOn(replica.get<PasswordHasher, Opened>(PasswordHasher), 'compute')
      .mockImplementation(async (_, given) => given === password);
  }
});
afterAll(async () => {
  await Promise.all([one.stop(), two.stop()]);
  await site.remove();
});

describe('guessing at one account from one address', () => {
  it.each([
    ['an account that exists', 'A1', '192.0.2.1'],
    ['an unknown account', 'nobody', '192.0.2.2'],
  ])(
    'login guard: %s gets ten attempts over two replicas, then 429 without a hash',
    async (_, username, address) => {
      const guesses = Array.from({ length: 30 }, (_, index) =>
        codeOf(attempt(index % 2 ? one : two, username, `guess ${index}`, address)),
      );
      const codes = await Promise.all(guesses);
      expect(codes.filter((code) => code === 'INVALID_CREDENTIALS')).toHaveLength(10);
      expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(20);
      const compute = jest.mocked(
        one.get<PasswordHasher, { compute: () => unknown }>(PasswordHasher).compute,
      );
      compute.mockClear();
      await expect(attempt(one, username, password, address)).rejects.toMatchObject(refused);
      expect(compute).not.toHaveBeenCalled();
    },
  );

  it('login guard: guesses at one account do not limit others behind the same address', async () => {
    expect(await codeOf(attempt(one, 'A2', password, '192.0.2.1'))).toBe('OK');
  });

  it('login guard: the right password forgives earlier failures', async () => {
    for (let round = 0; round < 3; round++) {
      for (let slip = 0; slip < 5; slip++) await codeOf(attempt(one, 'A2', 'slip', '192.0.2.3'));
      expect(await codeOf(attempt(two, 'A2', password, '192.0.2.3'))).toBe('OK');
    }
  });
});

describe('guessing at one account from many addresses', () => {
  it('login guard: distributed guessing gets one attempt in thirty seconds, while the owner logs in at a known place', async () => {
    expect(await codeOf(attempt(one, 'A3', password, '198.51.100.1'))).toBe('OK');
    const codes = [];
    for (let host = 0; host < 60; host++) {
      codes.push(await codeOf(attempt(host % 2 ? one : two, 'A3', `guess ${host}`, `203.0.113.${host}`)));
      if (host % 10 === 0) expect(await codeOf(attempt(one, 'A3', password, '198.51.100.1'))).toBe('OK');
    }
    expect(codes.filter((code) => code === 'INVALID_CREDENTIALS')).toHaveLength(10);
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(50);
    expect(await codeOf(attempt(one, 'A3', password, '198.51.100.2'))).toBe('RATE_LIMITED');
  });

  it('login guard: after a password reset the owner can log in at a new place', async () => {
    const { password: given } = await one.call(resetPassword, { params: { id: 'A3' } });
    expect(given).toMatch(/^[\w-]{20}$/);
    expect(await codeOf(attempt(one, 'A3', password, '198.51.100.3'))).toBe('OK');
  });
});

describe('a campus behind one address', () => {
  it('login guard: a blocked address still admits accounts that know it, and no others', async () => {
    const campus = '192.0.2.200';
    expect(await codeOf(attempt(one, 'A4', password, campus))).toBe('OK');
    await one.database.query(
      `UPDATE login_counter SET failures = 300, window_from = now(), last_failure_at = now() WHERE key = $1`,
      [`address/${campus}`],
    );
    expect(await codeOf(attempt(one, 'nobody', 'guess', campus))).toBe('RATE_LIMITED');
    expect(await codeOf(attempt(one, 'A5', password, campus))).toBe('RATE_LIMITED');
    expect(await codeOf(attempt(one, 'A4', password, campus))).toBe('OK');
  });
});

it('login guard: counters without effect are deleted', async () => {
  await one.database.query(`UPDATE login_counter SET window_from = now() - interval '2 days',
    last_failure_at = now() - interval '2 days'`);
  await one.get(LoginGuard).sweep();
  const left = await one.database.query<{ key: string; last_success_at: Date | null }>(
    'SELECT * FROM login_counter',
  );
  expect(left.length).toBeGreaterThan(0);
  for (const { key, last_success_at } of left)
    expect([key, last_success_at]).toEqual([key, expect.any(Date)]);
});
