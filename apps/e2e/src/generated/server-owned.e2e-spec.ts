import { type Family, fieldsOf, listClass } from '@argus/contracts';
import { HttpClient, type Platform, runMode, startPlatform } from '@argus/testing';
import { validOf } from '@argus/testing/generated';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { knownFor } from './known/index.js';
import { type Account, Accounts } from './targets/accounts.js';
import { type ServedOperation, servedOperations } from './targets/operations.js';

/*
 * Every operation that writes, asked with the fields that only its reply has, and with names that rows often have besides. A value that the
 * client chose for such a field must not come back. The values differ from try to try, so that an equal one by chance decides nothing.
 */
const TRIES = 20;
let target: Platform;
let client: HttpClient;
let accounts: Accounts;

/** Returns all fields that were sent, as documented, and stores none. */
const echo = '/api/screen/detect';

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
  ({ path, operation: { body, reply } }) =>
    path !== echo && body !== undefined && reply !== undefined && !listClass(body) && !listClass(reply),
);

/** Returns values for what the reply has and the body does not. */
function serverOwned({ operation: { body, reply } }: ServedOperation, seed: number): Values {
  const own = new Set(namesOf(body));
  const [replied] = fc.sample(validOf(reply as never), { numRuns: 1, seed });
  const all = { ...ofRows(seed), ...(isObject(replied) ? replied : {}) };
  return Object.fromEntries(Object.entries(all).filter(([name]) => !own.has(name)));
}

const suite = runMode() === 'embedded' ? describe : describe.skip;
const made = new Map<Family, Promise<Account>>();

/** One account of a family for as long as no operation ends it. */
function accountOf(family: Family, isNew = false): Promise<Account> {
  const account = (isNew ? undefined : made.get(family)) ?? accounts.make(family);
  made.set(family, account);
  return account;
}

/* Handlers get the same input in both modes. */
suite('fields that only the server sets', () => {
  /* A platform of its own: it enrols faces, which other suites need unknown. */
  beforeAll(async () => {
    target = await startPlatform({ settings: { RATE_LIMIT_FACTOR: '1000000' } });
    client = new HttpClient(target.url);
    accounts = new Accounts(target);
  });
  afterAll(() => target.stop());

  it('server-owned fields: most families write something that has some', () => {
    const owning = writing.filter((served) => Object.keys(serverOwned(served, 1)).length > 0);
    expect(new Set(owning.map(({ family }) => family)).size).toBe(5);
    expect(owning.length).toBeGreaterThan(40);
  });

  it.each(writing)(
    'server-owned fields: $family $method $path takes none from the client',
    async (served) => {
      const { family, method, path, operation } = served;
      let account = await accountOf(family);
      const known = await knownFor(served, { url: target.url, account, accounts });
      const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => known.params[name]?.[0] ?? '1');
      const bodies = fc.sample(validOf(operation.body!, known.fields), { numRuns: TRIES, seed: 11 });
      const answered: { readonly planted: Values; readonly said: Values }[] = [];
      const refusals = new Set<number>();
      for (const [seed, body] of bodies.entries()) {
        const planted = serverOwned(served, seed);
        const answer = await client.send(method, filled, {
          ...(operation.access.kind !== 'public' && { token: account.token }),
          body: { ...planted, ...(body as object) },
        });
        expect(answer.status).toBeLessThan(500);
        if (answer.status === 401) account = await accountOf(family, true);
        if (answer.status >= 300) refusals.add(answer.status);
        else if (isObject(answer.body)) answered.push({ planted, said: answer.body });
        if (answered.length === 2) break;
      }
      const [first] = answered;
      const followed = Object.keys(first?.planted ?? {}).filter((name) => {
        const planted = answered.map((each) => JSON.stringify(each.planted[name]));
        return (
          new Set(planted).size > 1 &&
          answered.every(({ said }, index) => JSON.stringify(said[name]) === planted[index])
        );
      });
      expect(followed).toEqual([]);
      /* What was refused each time took nothing. */
      if (answered.length === 0) expect([...refusals]).not.toEqual([]);
    },
  );
});
