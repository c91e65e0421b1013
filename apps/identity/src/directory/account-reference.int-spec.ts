import {
  type AccountFamily,
  type AnyOperation,
  canMean,
  contracts,
  fieldsOf,
  ID_OR_NAME,
  type Principal,
} from '@argus/contracts';
import type { ServiceReplica } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccountService } from '../accounts/account.service.js';
import { operator } from '../audit/audit-log.service.js';
import { startIdentity } from '../testing/identity-fixture.js';

/* Every operation of every service whose path takes an id or a name. */
const operations = contracts.flatMap(({ family, operations }) =>
  Object.values<AnyOperation>(operations).flatMap((operation) =>
    (operation.params ? fieldsOf(operation.params) : [])
      .filter(({ type }) => type.schema().format === ID_OR_NAME)
      .map(({ name }) => ({ subject: operation.subject, operation, param: name, family })),
  ),
);

let identity: ServiceReplica;
let made = 0;

/* No one logs in, so nothing needs to be hashed. */
const create = (family: AccountFamily, username: string) =>
  identity.database.transaction((tx) => {
    const account = { family, username, email: `reference${made++}@example.com`, role: 'admin' };
    return identity.get(AccountService).insert(tx, account, 'no hash', operator);
  });

beforeAll(async () => {
  identity = await startIdentity();
  await create('proctorx', 'linked');
});
afterAll(() => identity.stop());

const statesOf = (family: string) =>
  identity.database.query<{ id: number }>(
    'SELECT id, revision, is_active, password_hash, role FROM account WHERE family = $1 ORDER BY id',
    [family],
  );

/** Returns the code of a call's error; undefined if it succeeds. */
async function codeOf(
  { operation, param, family }: (typeof operations)[number],
  reference: string,
): Promise<string | undefined> {
  const admin = { family, accountId: 1, username: 'ADMIN', role: 'admin', sessionId: 's' } as Principal;
  /* What other parameters and bodies of these operations name; `linked` exists. */
  const linked = { family: 'proctorx', username: 'linked' };
  const input = { params: { ...linked, [param]: reference }, body: linked, query: { page: 1, page_size: 5 } };
  try {
    await identity.call(operation, input as never, admin);
    return undefined;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('paths that take an id or a name', () => {
  it('id or name: operations of both families with users are tried', () => {
    expect(operations.length).toBeGreaterThanOrEqual(14);
    expect(new Set(operations.map(({ family }) => family)).size).toBeGreaterThanOrEqual(2);
  });

  it.each(operations)('id or name: $subject reads only canonical digits as an id', async (tried) => {
    const stranger = await create(tried.family as AccountFamily, `Stranger${made}`);
    const before = await statesOf(tried.family);
    for (const prefix of ['000', '0', '+', '-0', '0x', ' 0'])
      expect([prefix, await codeOf(tried, `${prefix}${stranger.id}`)]).toEqual([prefix, 'USER_NOT_FOUND']);
    expect(await codeOf(tried, `${stranger.id}.0`)).toBe('USER_NOT_FOUND');
    expect(await statesOf(tried.family)).toEqual(before);
  });

  it.each(operations)('id or name: $subject takes an id for no name in other digits', async (tried) => {
    const family = tried.family as AccountFamily;
    const stranger = await create(family, `Stranger${made}`);
    const fullWidth = String.fromCodePoint(
      ...[...String(stranger.id)].map((digit) => 0xff10 + Number(digit)),
    );
    const named = await create(family, fullWidth);
    expect(await codeOf(tried, String(stranger.id))).not.toBe('AMBIGUOUS_REFERENCE');
    expect(canMean(String(stranger.id), { accountId: named.id, username: fullWidth })).toBe(false);
    expect(canMean(fullWidth, { accountId: named.id, username: fullWidth })).toBe(true);
  });

  it.each(operations)('id or name: $subject finds a name of digits where no id reads so', async (tried) => {
    for (const name of [`00${900_000 + made}`, String(900_000_000 + made)]) {
      const named = await create(tried.family as AccountFamily, name);
      const before = await statesOf(tried.family);
      expect(['USER_NOT_FOUND', 'AMBIGUOUS_REFERENCE', 'INTERNAL']).not.toContain(await codeOf(tried, name));
      const others = (rows: readonly { id: number }[]) => rows.filter(({ id }) => id !== named.id);
      expect(others(await statesOf(tried.family))).toEqual(others(before));
    }
  });

  it.each(operations)(
    'id or name: $subject refuses what is the id of one and the name of another',
    async (tried) => {
      const numbered = await create(tried.family as AccountFamily, `Numbered${made}`);
      await create(tried.family as AccountFamily, String(numbered.id));
      const before = await statesOf(tried.family);
      expect(await codeOf(tried, String(numbered.id))).toBe('AMBIGUOUS_REFERENCE');
      expect(Object.keys(tried.operation.errors ?? {})).toContain('AMBIGUOUS_REFERENCE');
      expect(await statesOf(tried.family)).toEqual(before);
    },
  );
});
