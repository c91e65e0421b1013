import {
  accountFamilies,
  type AccountFamily,
  attendanceAccountsContract,
  attendanceSessionContract,
  type CallContext,
  type DomainError,
  eyetrackerAccountsContract,
  fieldsOf,
  proctorxAccountsContract,
  techtrackTokenContract,
} from '@argus/contracts';
import { type ServiceReplica, Site } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startIdentity } from '../testing/identity-fixture.js';
import { AccountService } from '../accounts/account.service.js';
import { operator } from '../audit/audit-log.service.js';
import { CredentialCheck } from '../passwords/credential-check.service.js';
import { PasswordHasher } from '../passwords/password-hasher.service.js';
import { LoginGuard } from './login-guard.service.js';

const { login } = attendanceSessionContract.operations;
const { resetPassword } = attendanceAccountsContract.operations;
const password = 'secure_password123';
const refused = { code: 'RATE_LIMITED', details: { retryAfterSeconds: expect.any(Number) } };

/* The log-in of each family, whose fields say by which names people log in. */
const logins = {
  attendance: login,
  eyetracker: eyetrackerAccountsContract.operations.obtain,
  proctorx: proctorxAccountsContract.operations.obtain,
  techtrack: techtrackTokenContract.operations.obtain,
} satisfies Record<AccountFamily, unknown>;
const loginsOf = (family: AccountFamily): ('email' | 'username')[] => {
  const names = fieldsOf(logins[family].body!).map(({ name }) => name);
  return (['email', 'username'] as const).filter((name) => names.includes(name));
};

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

describe('which accounts exist', () => {
  const widened = (name: string): string =>
    name.replace(/[a-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));
  const variantsOf = (name: string): string[] =>
    Array<string[]>(6)
      .fill([name, name.toUpperCase(), ` ${name}`, widened(name)])
      .flat();

  it.each(accountFamilies.flatMap((family) => loginsOf(family).map((by) => [family, by] as const)))(
    'login guard: in %s by %s, an account that exists is refused like an invented one, in whatever case it is typed',
    async (family, by) => {
      const real = `real${by}`;
      const account = { family, username: real, email: `${real}@example.com`, role: 'student' };
      await one.get(AccountService).create(account, password, operator);
      const outcomesOf = async (stem: string): Promise<unknown[]> => {
        const outcomes: unknown[] = [];
        for (const [turn, variant] of variantsOf(stem).entries()) {
          const name = { [by]: by === 'email' ? `${variant}@example.com` : variant };
          const actor = { clientAddress: `203.0.113.${turn % 20}`, requestId: 'r' };
          outcomes.push(
            await one
              .get(CredentialCheck)
              .prove(family, name, 'a guess', actor, 'login')
              .then(
                () => 'OK',
                (error: DomainError) => [error.code, error.details],
              ),
          );
        }
        return outcomes;
      };
      const refused = ['RATE_LIMITED', { retryAfterSeconds: expect.any(Number) }];
      const expected = [
        ...Array<unknown>(10).fill(['INVALID_CREDENTIALS', {}]),
        ...Array<unknown>(14).fill(refused),
      ];
      expect(await outcomesOf(`none${by}`)).toEqual(expected);
      expect(await outcomesOf(real)).toEqual(expected);
    },
  );

  it('login guard: where an account never logged in, its names are counted apart, as two invented ones are', async () => {
    const codes: string[] = [];
    for (let tries = 0; tries < 12; tries++) {
      const name = tries % 2 ? { username: 'A5' } : { email: 'A5@example.com' };
      codes.push(
        await codeOf(
          one.call(login, { body: { ...name, password: 'guess' } }, undefined, from('192.0.2.77')),
        ),
      );
    }
    expect(codes).toEqual(Array<unknown>(12).fill('INVALID_CREDENTIALS'));
  });

  it('login guard: where an account logged in, its names share ten attempts', async () => {
    expect(await codeOf(attempt(one, 'A2', password, '192.0.2.78'))).toBe('OK');
    const codes: string[] = [];
    for (let tries = 0; tries < 12; tries++) {
      const name = tries % 2 ? { username: 'a2' } : { email: 'A2@example.com' };
      codes.push(
        await codeOf(
          one.call(login, { body: { ...name, password: 'guess' } }, undefined, from('192.0.2.78')),
        ),
      );
    }
    expect(codes).toEqual([
      ...Array<unknown>(10).fill('INVALID_CREDENTIALS'),
      'RATE_LIMITED',
      'RATE_LIMITED',
    ]);
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
