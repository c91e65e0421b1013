import { accountFamilies, type AccountFamily, attendanceSessionContract } from '@argus/contracts';
import type { ServiceReplica } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccountService } from '../accounts/account.service.js';
import { operator } from '../audit/audit-log.service.js';
import { startIdentity } from '../testing/identity-fixture.js';
import { AccountDirectory } from './account-directory.service.js';
import { AccountLooks } from './account-looks.service.js';

const password = 'secure_password123';
let identity: ServiceReplica;
let addresses = 0;

beforeAll(async () => void (identity = await startIdentity()));
afterAll(() => identity.stop());

const create = (family: AccountFamily, username: string) =>
  identity
    .get(AccountService)
    .create({ family, username, email: `${addresses++}@example.com`, role: 'student' }, password, operator);

describe('user names that look alike', () => {
  it.each(accountFamilies)(
    'look-alike names: beside one of %s no name can be made that looks like it',
    async (family) => {
      await create(family, 'Copper');
      await create(family, 'HACT');
      for (const twin of ['copper', 'ＣＯＰＰＥＲ', 'COPPER', 'НАСТ', 'наст'])
        await expect(create(family, twin)).rejects.toMatchObject({ code: 'USERNAME_TAKEN' });
      const made = await create(family, 'Сорока');
      const directory = identity.get(AccountDirectory);
      expect(await directory.findByLogin(family, { username: 'СОРОКА' })).toMatchObject({ id: made.id });
      expect(
        (await directory.taken(family, { username: 'cOPPER', email: 'none@example.com' })).username,
      ).toBe(true);
    },
  );

  it('look-alike names: of names from before the rule each logs in as written, and the oldest in any case', async () => {
    const first = await create('attendance', 'Sam');
    const { database } = identity;
    await database.query(
      `INSERT INTO account (family, id, username, email, role, password_hash)
       SELECT family, nextval('account_id_attendance'), 'SAM', 'second@example.com', role, password_hash
       FROM account WHERE family = 'attendance' AND id = $1`,
      [first.id],
    );
    await database.query(
      `UPDATE account SET small_letters = NULL, capitals = NULL WHERE family = 'attendance'`,
    );
    await identity.get(AccountLooks).fill();
    const filled = await database.query<{ username: string; small_letters: string | null }>(
      `SELECT username, small_letters FROM account WHERE family = 'attendance' AND lower(username) = 'sam' ORDER BY id`,
    );
    expect(filled).toEqual([
      { username: 'Sam', small_letters: 'sam' },
      { username: 'SAM', small_letters: null },
    ]);
    const idOf = async (username: string): Promise<number> => {
      const { login } = attendanceSessionContract.operations;
      return (await identity.call(login, { body: { username, password } })).user.id;
    };
    expect(await idOf('Sam')).toBe(first.id);
    expect(await idOf('sam')).toBe(first.id);
    expect(await idOf('SAM')).not.toBe(first.id);
    await expect(create('attendance', 'sAM')).rejects.toMatchObject({ code: 'USERNAME_TAKEN' });
  });
});
