import { families } from '@argus/contracts';
import { HttpClient, type HttpAnswer, isChosen, sharedPlatform } from '@argus/testing';
import { rolesOf, validOf } from '@argus/testing/generated';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Known, knownFor } from './known/index.js';
import { type Account, Accounts } from './targets/accounts.js';
import { type ServedOperation, servedOperations } from './targets/operations.js';
import { searchOf } from './search-of.js';

/*
 * Makes a row of one account for every operation on a row, then asks for it as another account of the lowest role. What belongs to
 * somebody else is answered like what does not exist, and is unharmed: its owner reaches it afterwards.
 */
const target = sharedPlatform();
const client = new HttpClient(target.url);
const accounts = new Accounts(target);

/** Machines and what is known of them belong to the plant, cameras to the site. */
const isShared = ({ family, path }: ServedOperation): boolean =>
  (family === 'techtrack' && !path.startsWith('/api/users/')) || path.startsWith('/api/v1/cameras/');

const owned = servedOperations.filter(
  (each) =>
    /\{\w+\}/.test(each.path) &&
    ['authenticated', 'self-or-roles'].includes(each.operation.access.kind) &&
    !isShared(each),
);

/** An id like those of the rows, which no row has. */
const absentLike = (id: string): string =>
  /^\d+$/.test(id) ? '987654321' : id.replaceAll(/[0-9a-f](?=[0-9a-f]{0,3}$)/g, '0');

const samplesOf = (Class: unknown, { fields }: Known): unknown[] =>
  fc.sample(Class ? validOf(Class as new () => unknown, fields) : fc.constant(undefined), {
    numRuns: 20,
    seed: 7,
  });

const withoutIds = ({ status, body }: HttpAnswer, id: string): unknown => [
  status,
  JSON.stringify(body).replaceAll(id, 'ID'),
];

describe('rows of another account', () => {
  it('ownership: every family has operations on rows of an account', () =>
    expect(new Set(owned.map(({ family }) => family)).size).toBe(families.filter(isChosen).length));

  it.each(owned)(
    'ownership: $family $method $path answers for the row of another account as for none',
    async (served) => {
      const { family, method, path, operation } = served;
      const lowest = rolesOf[family].at(-1);
      const owner = await accounts.make(family, lowest);
      const stranger = await accounts.make(family, lowest);
      const known = await knownFor(served, { url: target.url, account: owner, accounts });
      const [, name = ''] = /\{(\w+)\}/.exec(path)!;
      const row = operation.access.kind === 'self-or-roles' ? owner.id : known.params[name]?.[0];
      expect([name, row]).toEqual([name, expect.stringMatching(/./)]);
      const absent = name === 'family' ? row! : absentLike(row!);
      const bodies = samplesOf(operation.body, known);
      const queries = samplesOf(operation.query, known);
      /* An input that a rule refuses before the row is looked for says nothing about the row. */
      for (const [i, body] of bodies.entries()) {
        const search = searchOf(queries[i]);
        const ask = async (id: string, { token }: Account): Promise<unknown> => {
          const sent = { token, ...(body !== undefined && { body }) };
          return withoutIds(await client.send(method, `${path.replace(/\{\w+\}/, id)}${search}`, sent), id);
        };
        const nothing = await ask(absent, stranger);
        expect(await ask(row!, stranger)).toEqual(nothing);
        if (JSON.stringify(await ask(row!, owner)) !== JSON.stringify(nothing)) return;
      }
      throw new Error('The owner was never answered otherwise than a stranger; teach known/ what is needed');
    },
  );
});
