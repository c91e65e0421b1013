import {
  type AccountFamily,
  type AnyOperation,
  attendanceAccountsContract,
  contracts,
  type Family,
  fieldsOf,
  isCreating,
  type Principal,
} from '@argus/contracts';
import type { ServiceReplica } from '@argus/testing/services';
import { faultsOfFolding, outcomeOf, soughtFieldsOf, spellingsOf } from '@argus/testing/generated';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccountService } from '../accounts/account.service.js';
import { operator } from '../audit/audit-log.service.js';
import { PasswordHasher } from '../passwords/password-hasher.service.js';
import { startIdentity } from '../testing/identity-fixture.js';
import type { Account } from './account.entity.js';

const password = 'secure_password123';
let identity: ServiceReplica;
let hash: string;
let made = 0;

beforeAll(async () => {
  identity = await startIdentity();
  hash = await identity.get(PasswordHasher).hash(password);
});
afterAll(() => identity.stop());

const create = (family: Family): Promise<Account> =>
  identity.database.transaction((tx) => {
    const name = `Größé${made++}`;
    const account = {
      family,
      username: name,
      email: `${name}@example.com`,
      role: 'admin',
      firstName: 'Σίσυφος',
      lastName: `Straße${name}`,
      department: `Prüfung ${name}`,
    };
    return identity.get(AccountService).insert(tx, account, hash, operator);
  });

const outcomeFor = (operation: AnyOperation, input: object, { family, id, username }: Account) => {
  const caller = { family, accountId: id, username, role: 'admin', sessionId: 's' } as Principal;
  return outcomeOf(identity.call(operation, input as never, caller));
};

/** Makes a student of attendance of this first and last name. */
const add = (username: string, name: string, department = ''): Promise<Account> =>
  identity.database.transaction((tx) => {
    const [firstName = '', lastName = ''] = name.split(' ');
    const email = `${username}@example.com`;
    const account = {
      family: 'attendance',
      username,
      email,
      role: 'student',
      firstName,
      lastName,
      department,
    };
    return identity.get(AccountService).insert(tx, { ...account, family: 'attendance' }, hash, operator);
  });
const ids = async (query: { search?: string; department?: string }): Promise<string[]> => {
  const { list } = attendanceAccountsContract.operations;
  const { results } = await identity.call(list, { query: { page: 1, page_size: 100, ...query } });
  return results.map((user) => user.employee_id);
};

describe('texts that people look for', () => {
  it('sought texts: those of log-ins, lists, paths and links are tried', () => {
    expect(soughtFieldsOf('identity').length).toBeGreaterThan(25);
  });

  it.each(soughtFieldsOf('identity'))(
    'sought texts: $title finds in capitals, in small letters, decomposed and, if it is a search, without accents what it finds as written',
    async ({ operation, family, part, field, isSearch }) => {
      const own = await create(family);
      const other = await create(family === 'proctorx' ? 'techtrack' : 'proctorx');
      const isOther = part === 'body' && 'family' in namesOf(operation.body);
      const { username, email, role, department, firstName, lastName } = isOther ? other : own;
      const texts: Readonly<Record<string, string | null>> = {
        id: username,
        user_id: username,
        username,
        employee_id: username,
        email,
        role,
        department,
        search: `${lastName} ${firstName}`,
      };
      const written = texts[field]!;
      const inputOf = (text: string): object => {
        const body = { password, account_password: password, family: other.family };
        const input = {
          params: { id: own.username, family: other.family },
          query: { page: 1, page_size: 5 },
          body: part === 'body' ? body : { ...body, username: other.username },
        };
        return { ...input, [part]: { ...input[part], [field]: text } };
      };
      const outcome = (text: string) => outcomeFor(operation, inputOf(text), own);
      const faults = await faultsOfFolding(written, outcome, { isSearch });
      expect(faults).toEqual([]);
    },
  );
});

describe('searches', () => {
  it('listing users: a search takes no accent, stroke or ligature into account, in the words or in the names', async () => {
    const names = {
      L010: 'José Müller',
      L011: 'Łukasz Sørensen',
      L012: 'Aeneas Œdipe',
      L013: 'Фёдор Ångström',
    };
    for (const [id, name] of Object.entries(names)) await add(id, name, `Informática ${id}`);
    const searches = {
      L010: ['jose', 'JOSE', 'jósé', 'muller', 'MÜLLER', 'mu\u0308ller jose'],
      L011: ['lukasz', 'sorensen', 'Łukasz', 'SØREN'],
      L012: ['oedipe', 'œdipe', 'ænéas'],
      L013: ['федор', 'ФЁДОР', 'angstrom'],
    };
    for (const [id, words] of Object.entries(searches))
      for (const search of words) expect([search, await ids({ search })]).toEqual([search, [id]]);
    expect(await ids({ department: 'informatica l01' })).toEqual(Object.keys(names));
    expect(await ids({ search: 'mueller' })).toEqual([]);
  });

  it('listing users: texts of scripts without accents are searched letter by letter', async () => {
    await add('L020', 'がく 김');
    await add('L021', 'かく 기');
    await add('L022', 'कि क');
    expect(await ids({ search: 'がく' })).toEqual(['L020']);
    expect(await ids({ search: 'かく' })).toEqual(['L021']);
    expect(await ids({ search: '김' })).toEqual(['L020']);
    expect(await ids({ search: 'कि' })).toEqual(['L022']);
  });
});

const namesOf = (Part: (new () => unknown) | undefined): Record<string, true> =>
  Object.fromEntries((Part ? fieldsOf(Part) : []).map(({ name }) => [name, true]));

/* Whatever makes an account takes a password and an address. */
const signUps = contracts.flatMap(({ family, operations }) =>
  Object.values<AnyOperation>(operations)
    .filter((operation) => isCreating(operation) && operation.subject.startsWith('identity.'))
    .map((operation) => ({ operation, family: family as AccountFamily, fields: namesOf(operation.body) }))
    .filter(({ fields }) => fields.password && fields.email),
);

describe('names and addresses of accounts', () => {
  it('unique names: all four families are tried', () => {
    expect(new Set(signUps.map(({ family }) => family)).size).toBe(4);
  });

  it.each(signUps)(
    'unique names: $operation.subject refuses a name or an address that differs in case or composition only',
    async ({ operation, family, fields }) => {
      const caller = await create(family);
      const taken = await create(family);
      const bodyOf = (username: string, email: string) => {
        const all = { username, employee_id: username, email, first_name: 'Ann', type: 'student', password };
        return { body: Object.fromEntries(Object.entries(all).filter(([name]) => fields[name])) };
      };
      const free = () => `Frei${made++}`;
      for (const name of spellingsOf(taken.username))
        expect([name, await outcomeFor(operation, bodyOf(name, `${free()}@example.com`), caller)]).toEqual([
          name,
          expect.stringMatching(/^(USERNAME_TAKEN|VALIDATION_FAILED)$/),
        ]);
      for (const address of spellingsOf(taken.email!))
        expect([address, await outcomeFor(operation, bodyOf(free(), address), caller)]).toEqual([
          address,
          expect.stringMatching(/^(EMAIL_TAKEN|VALIDATION_FAILED)$/),
        ]);
      expect(await outcomeFor(operation, bodyOf(free(), `${free()}@example.com`), caller)).toBe('done');
    },
  );
});
