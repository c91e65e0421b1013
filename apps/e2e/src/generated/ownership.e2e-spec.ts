import { HttpClient, rolesOf, sharedPlatform } from '@argus/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Account, Accounts } from './targets/accounts.js';
import { type ServedOperation, servedOperations } from './targets/operations.js';

/*
 * Covers every collection whose rows have an id, and every operation on one of its rows. A row that is missing from an
 * account's list does not exist for that account in any operation.
 */
const target = sharedPlatform();
const client = new HttpClient(target.url);
const accounts = new Accounts(target);

const isOpen = ({ operation }: ServedOperation): boolean => operation.access.kind === 'authenticated';
const withoutSlash = (path: string): string => path.replace(/\/$/, '');

const pairs = servedOperations
  .filter((each) => each.method === 'GET' && isOpen(each) && !each.path.includes('{'))
  .flatMap((collection) =>
    servedOperations
      .filter(
        (row) =>
          isOpen(row) &&
          row.family === collection.family &&
          new RegExp(`^${withoutSlash(collection.path)}/\\{\\w+\\}/?$`).test(row.path),
      )
      .map((row) => ({ family: row.family, method: row.method, path: row.path, list: collection.path })),
  );

interface Row {
  readonly id?: string | number;
}

async function rowsOf(list: string, { token }: Account): Promise<Row[]> {
  const { body } = await client.get(list, { token });
  if (Array.isArray(body)) return body as Row[];
  return (body as { results?: Row[] }).results ?? [];
}

const owners = new Map<string, { owner: Account; stranger: Account }>();

beforeAll(async () => {
  for (const family of new Set(pairs.map((pair) => pair.family))) {
    const lowest = rolesOf[family].at(-1);
    owners.set(family, {
      owner: await accounts.make(family, lowest),
      stranger: await accounts.make(family, lowest),
    });
  }
});

describe('rows of another account', () => {
  it('ownership: more than three operations on rows are checked', () =>
    expect(pairs.length).toBeGreaterThan(3));

  it.each(pairs)(
    'ownership: $family $method $path answers 404 for rows of another account',
    async ({ family, method, path, list }) => {
      const { owner, stranger } = owners.get(family)!;
      const shared = new Set((await rowsOf(list, stranger)).map(({ id }) => id));
      const own = (await rowsOf(list, owner)).filter(({ id }) => id !== undefined && !shared.has(id));
      for (const { id } of own) {
        const answer = await client.send(method, path.replace(/\{\w+\}/, String(id)), {
          token: stranger.token,
          ...(method !== 'GET' && method !== 'DELETE' && { body: {} }),
        });
        expect([id, answer.status]).toEqual([id, 404]);
      }
      expect((await rowsOf(list, owner)).map(({ id }) => id)).toEqual(
        expect.arrayContaining(own.map(({ id }) => id)),
      );
    },
  );
});
