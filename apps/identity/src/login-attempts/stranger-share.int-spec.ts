import { attendanceSessionContract, proctorxAccountsContract } from '@argus/contracts';
import { eventually, hangIn } from '@argus/testing';
import type { ServiceReplica } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AccountService } from '../accounts/account.service.js';
import { operator } from '../audit/audit-log.service.js';
import { AccountStore } from '../directory/account.store.js';
import { PasswordHasher } from '../passwords/password-hasher.service.js';
import { startIdentity } from '../testing/identity-fixture.js';

const { login } = attendanceSessionContract.operations;
const { signup } = proctorxAccountsContract.operations;
const password = 'secure_password123';
/* More than the service has connections. */
const CROWD = 14;

let identity: ServiceReplica;

beforeAll(async () => {
  identity = await startIdentity();
  const owner = { username: 'OWNER', email: 'owner@example.com', role: 'student' } as const;
  await identity.get(AccountService).create({ family: 'attendance', ...owner }, password, operator);
  await logIn();
});
afterAll(() => identity.stop());

const logIn = () =>
  identity.call(login, { body: { username: 'OWNER', password } }, undefined, {
    clientAddress: '198.51.100.1',
  });
const signUp = (stranger: number, idempotencyKey?: string): Promise<string> => {
  const username = `${idempotencyKey ?? 'plain'}${stranger}`;
  const body = { username, email: `${username}@example.com`, password, type: 'student' };
  const from = { clientAddress: `192.0.2.${stranger}`, ...(idempotencyKey && { idempotencyKey }) };
  return identity.call(signup, { body }, undefined, from).then(
    () => 'OK',
    (error: unknown) => (error as { code: string }).code,
  );
};

describe('strangers who sign up', () => {
  it('sign-ups: strangers whose transactions hang leave connections for an owner who logs in', async () => {
    const hash = jest.spyOn(identity.get(PasswordHasher), 'hash');
    const { hanging, release } = hangIn(identity.get(AccountStore), 'insert');
    const crowd = Array.from({ length: CROWD }, (_, n) => signUp(n));
    await eventually(
      async () => hash.mock.results.length,
      (asked) => asked === CROWD,
      10,
    );
    await Promise.all(hash.mock.results.map(({ value }) => value as Promise<string>));
    await eventually(
      async () => hanging(),
      (hung) => hung >= 3,
      10,
    );
    const loggedIn = logIn().then(
      () => 'OK',
      (error: unknown) => error,
    );
    const seen = [await loggedIn, hanging()];
    release();
    expect(seen).toEqual(['OK', 3]);
    expect(await Promise.all(crowd)).toContain('OK');
    hash.mockRestore();
  });

  it('sign-ups: strangers with an Idempotency-Key, who hold a connection while their passwords wait for hashes, leave connections for an owner', async () => {
    const { hanging, release } = hangIn(identity.get(PasswordHasher), 'hash');
    const crowd = Array.from({ length: CROWD }, (_, n) => signUp(n, 'key'));
    await eventually(
      async () => hanging(),
      (hung) => hung >= 5,
      10,
    );
    const loggedIn = logIn().then(
      () => 'OK',
      (error: unknown) => error,
    );
    const seen = [await loggedIn, hanging()];
    release();
    expect(seen).toEqual(['OK', 5]);
    expect(await Promise.all(crowd)).toContain('OK');
  });
});
