import { fieldsOf, listClass } from '@argus/contracts';
import { HttpClient, sharedPlatform, validOf } from '@argus/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { knownFor } from './known/index.js';
import { Accounts } from './targets/accounts.js';
import { type ServedOperation, servedOperations } from './targets/operations.js';

/*
 * Every operation that writes, asked with the fields that only its reply has, and with names that rows often have besides. A value that the
 * client chose for such a field must not come back. The values differ from try to try, so that an equal one by chance decides nothing.
 */
const TRIES = 60;
const target = sharedPlatform();
const client = new HttpClient(target.url);
const accounts = new Accounts(target);

type Values = Readonly<Record<string, unknown>>;

/** Columns that a careless handler would take from a body. */
const ofRows = (seed: number): Values => ({
  id: 900_000 + seed,
  account_id: 900_000 + seed,
  user_id: 900_000 + seed,
  owner: `owner${seed}`,
  family: seed % 2 ? 'attendance' : 'proctorx',
  is_admin: seed % 2 === 0,
  is_staff: seed % 2 === 0,
  is_superuser: seed % 2 === 0,
  revision: 900_000 + seed,
  created_at: `2001-01-0${1 + (seed % 9)}T00:00:00Z`,
  password_hash: `hash${seed}`,
});

const isObject = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const namesOf = (Class: unknown): string[] => fieldsOf(Class as never).map(({ name }) => name);

const writing = servedOperations.filter(
  ({ operation: { body, reply } }) =>
    body !== undefined && reply !== undefined && !listClass(body) && !listClass(reply),
);

/** Returns values for what the reply has and the body does not. */
function serverOwned({ operation: { body, reply } }: ServedOperation, seed: number): Values {
  const own = new Set(namesOf(body));
  const [replied] = fc.sample(validOf(reply as never), { numRuns: 1, seed });
  const all = { ...ofRows(seed), ...(isObject(replied) ? replied : {}) };
  return Object.fromEntries(Object.entries(all).filter(([name]) => !own.has(name)));
}

describe('fields that only the server sets', () => {
  it('server-owned fields: most families write something that has some', () => {
    const owning = writing.filter((served) => Object.keys(serverOwned(served, 1)).length > 0);
    expect(new Set(owning.map(({ family }) => family)).size).toBe(5);
    expect(owning.length).toBeGreaterThan(40);
  });

  it.each(writing)(
    'server-owned fields: $family $method $path takes none from the client',
    async (served) => {
      const { family, method, path, operation } = served;
      const account = await accounts.make(family);
      const known = await knownFor(served, { url: target.url, account, accounts });
      const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => known.params[name]?.[0] ?? '1');
      const bodies = fc.sample(validOf(operation.body!, known.fields), { numRuns: TRIES, seed: 11 });
      const followed: string[][] = [];
      const refusals = new Set<number>();
      for (const [seed, body] of bodies.entries()) {
        const planted = serverOwned(served, seed);
        const answer = await client.send(method, filled, {
          ...(operation.access.kind !== 'public' && { token: account.token }),
          body: { ...planted, ...(body as object) },
        });
        expect(answer.status).toBeLessThan(500);
        if (answer.status >= 300) refusals.add(answer.status);
        if (answer.status >= 300 || !isObject(answer.body)) continue;
        const { body: said } = answer;
        followed.push(
          Object.keys(planted).filter(
            (name) => name in said && JSON.stringify(said[name]) === JSON.stringify(planted[name]),
          ),
        );
        if (followed.length === 3) break;
      }
      const [first = [], ...others] = followed;
      const always = first.filter((name) => others.every((names) => names.includes(name)));
      if (followed.length > 1) expect(always).toEqual([]);
      /* What was refused each time took nothing. */
      else expect([...refusals]).not.toEqual([]);
    },
  );
});
