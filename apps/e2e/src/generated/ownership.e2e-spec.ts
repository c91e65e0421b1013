import { HttpClient, rolesOf, sharedPlatform } from '@argus/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Account, Accounts } from './targets/accounts.js';
import { type ServedOperation, servedOperations } from './targets/operations.js';

/*
 * What belongs to another one: every collection whose rows have an id, and every operation on one of its rows. A row that the
 * stranger's own list does not show does not exist for him, whatever he does with it.
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

describe("another one's rows", () => {
  it('are looked for in several collections', () => expect(pairs.length).toBeGreaterThan(3));

  it.each(pairs)('$family $method $path', async ({ family, method, path, list }) => {
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
  });
});
