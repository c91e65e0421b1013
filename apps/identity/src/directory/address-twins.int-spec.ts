import type { ServiceReplica } from '@argus/testing/services';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { AccountService } from '../accounts/account.service.js';
import { operator } from '../audit/audit-log.service.js';
import { TextsFold1796030800438 } from '../migrations/1796030800438-texts-fold.js';
import { startIdentity } from '../testing/identity-fixture.js';
import { AccountDirectory } from './account-directory.service.js';
import { AccountLooksStore } from './account-looks.store.js';

let identity: ServiceReplica;
let made = 0;

beforeAll(async () => void (identity = await startIdentity()));
afterAll(() => identity.stop());

const create = (email: string) =>
  identity
    .get(AccountService)
    .create(
      { family: 'attendance', username: `TWIN${made++}`, email, role: 'student' },
      'secure_password123',
      operator,
    );

/** Runs `work` on the tables as they were before the migration, and the migration after it. */
async function beforeTheMigration(work: () => Promise<void>): Promise<void> {
  const runner = identity.database.dataSource.createQueryRunner();
  const migration = new TextsFold1796030800438();
  try {
    await migration.down(runner);
    await work();
    await runner.startTransaction();
    await migration.up(runner);
    await runner.commitTransaction();
  } finally {
    await runner.release();
  }
}

it('addresses from before they were unique in any case: all accounts stay and log in, are reported, and nobody gets one anew', async () => {
  const addresses = ['jörg@example.com', 'JÖRG@example.com', 'JO\u0308RG@EXAMPLE.com', 'ada@example.com'];
  const ids: number[] = [];
  await beforeTheMigration(async () => {
    for (const email of addresses) {
      const [row] = await identity.database.query<{ id: number }>(
        `INSERT INTO account (family, id, username, email, role, password_hash)
         VALUES ('attendance', nextval('account_id_attendance'), $1, $2, 'student', '') RETURNING id`,
        [`OLD${made++}`, email],
      );
      ids.push(row!.id);
    }
  });
  const directory = identity.get(AccountDirectory);
  const idOf = async (email: string) => (await directory.findByLogin('attendance', { email }))?.id;
  for (const [index, email] of addresses.entries()) expect(await idOf(email)).toBe(ids[index]);
  expect(await idOf('Jörg@Example.com')).toBe(ids[0]);
  const reported = async () => (await identity.get(AccountLooksStore).ofSameAddress(10)).map(({ id }) => id);
  expect(await reported()).toEqual([ids[1], ids[2]]);

  const taken = { code: 'EMAIL_TAKEN' };
  await expect(create('jÖrg@example.com')).rejects.toMatchObject(taken);
  const accounts = identity.get(AccountService);
  const move = (id: number, email: string) => accounts.update('attendance', id, { email }, operator);
  await expect(move(ids[1]!, 'ADA@example.com')).rejects.toMatchObject(taken);
  await move(ids[1]!, 'Jörg@example.com');
  expect(await reported()).toEqual([ids[1], ids[2]]);
  await move(ids[0]!, 'first@example.com');
  expect(await reported()).toEqual([ids[2]]);
  await expect(create('jörg@example.com')).rejects.toMatchObject(taken);
  await move(ids[1]!, 'second@example.com');
  expect(await reported()).toEqual([]);
  await expect(create('jörg@example.com')).rejects.toMatchObject(taken);
  await move(ids[2]!, 'third@example.com');
  expect((await create('JÖRG@example.com')).email).toBe('JÖRG@example.com');
});
