import {
  accountEmail,
  type AccountFamily,
  accountFamilies,
  attendanceRoles,
  choice,
  Field,
  loginName,
  parse,
  proctorxTypes,
  techtrackRoles,
  text,
} from '@argus/contracts';
import { generatePassword } from '../accounts/account.service.js';
import { operator } from '../audit/audit-log.service.js';
import { type CommandForm, type CommandLine, readCommandLine, UsageError, usageOf } from './command-line.js';
import type { CommandWork } from './operator-identity.module.js';
import { readPassword } from './password-input.js';

const person = ['family', 'username'];
const userForms = {
  add: {
    words: person,
    options: {
      email: 'value',
      role: 'value',
      'first-name': 'value',
      'last-name': 'value',
      'password-stdin': 'flag',
    },
  },
  list: { words: ['family'], options: { search: 'value', role: 'value', page: 'value' } },
  role: { words: [...person, 'role'], options: {} },
  'reset-password': { words: person, options: { 'password-stdin': 'flag' } },
  deactivate: { words: person, options: {} },
  activate: { words: person, options: {} },
  'end-sessions': { words: person, options: {} },
  link: { words: [...person, 'other family', 'other username'], options: {} },
  'end-every-session': { words: [], options: {} },
  'first-password': { words: [], options: {} },
  unlink: { words: [...person, 'other family'], options: {} },
} as const satisfies Record<string, CommandForm>;

type UserCommand = keyof typeof userForms;

export const userUsage = `Usage: npm run user -- <command>

${Object.entries(userForms)
  .map(([command, form]) => `  ${usageOf(command, form)}`)
  .join('\n')}

Families: ${accountFamilies.join(', ')}. The password is typed at a prompt, read from standard input with --password-stdin,
or generated: shown once on a terminal, else kept in a file of DATA_DIR/secrets. It is never an argument. first-password shows the
generated password of the first administrator and removes its file.`;

/* The first role is the default of a new account. */
const rolesOf: Readonly<Record<AccountFamily, readonly [string, ...string[]]>> = {
  eyetracker: ['user'],
  techtrack: ['operator', ...techtrackRoles.filter((role) => role !== 'operator')],
  attendance: ['student', ...attendanceRoles.filter((role) => role !== 'student')],
  proctorx: proctorxTypes,
};

class NewUser {
  @Field(choice(...accountFamilies)) family!: AccountFamily;
  @Field(loginName({ maxLength: 255 })) username!: string;
  @Field(accountEmail(), { optional: true }) email?: string;
  @Field(text({ maxLength: 150, allowBlank: true }), { default: '' }) first_name!: string;
  @Field(text({ maxLength: 150, allowBlank: true }), { default: '' }) last_name!: string;
}

/** Parses one command. The returned work throws OperatorError, DomainError. @throws UsageError */
export function userCommand(typed: readonly string[]): CommandWork {
  const { command, words, options } = readCommandLine('user', userForms, typed);
  const [first = '', username = '', third = '', fourth = ''] = words;
  if (command === 'first-password') return ({ secrets }) => Promise.resolve(secrets.firstAdmin());
  if (command === 'end-every-session')
    return async ({ accounts }) => `${await accounts.endEverySession(operator)} sessions ended.`;
  const family = familyOf(first);
  const who = `${family} ${username}`;
  switch (command as Exclude<UserCommand, 'first-password' | 'end-every-session'>) {
    case 'add':
      return add({ ...options, family, username });
    case 'list':
      return list(family, options);
    case 'role': {
      const role = roleOf(family, third);
      return async ({ accounts }) => {
        await accounts.update(family, username, { role }, operator);
        return `${who} is ${role} now.`;
      };
    }
    case 'reset-password':
      return async ({ accounts, directory, secrets }) => {
        const { id } = await directory.get(family, username);
        const { password, generated } = await choosePassword(options);
        await accounts.changePassword(family, username, password, operator);
        const told = generated ? `, ${secrets.tell(`password-of-${family}-${id}`, password)}` : '.';
        return `${who} has a new password${told}`;
      };
    case 'deactivate':
      return async ({ accounts }) => {
        await accounts.deactivate(family, username, operator);
        return `${who} is deactivated; all sessions ended.`;
      };
    case 'activate':
      return async ({ accounts }) => {
        await accounts.update(family, username, { isActive: true }, operator);
        return `${who} is active.`;
      };
    case 'end-sessions':
      return async ({ accounts }) => {
        await accounts.endSessions(family, username, operator);
        return `All sessions of ${who} ended.`;
      };
    case 'link': {
      const otherFamily = familyOf(third);
      return async ({ directory, links }) => {
        const other = await directory.get(otherFamily, fourth);
        await links.link(await directory.get(family, username), other, operator);
        return `${who} and ${other.family} ${other.username} belong to one person now.`;
      };
    }
    case 'unlink': {
      const otherFamily = familyOf(third);
      return async ({ directory, links }) => {
        await links.unlink(await directory.get(family, username), otherFamily, operator);
        return `${who} is no longer linked to an account of ${otherFamily}.`;
      };
    }
  }
}

type Options = CommandLine['options'];

/** Returns the value of an option; undefined for a flag or an absent option. */
const valueOf = (options: Options, name: string): string | undefined => {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
};

function familyOf(word: string): AccountFamily {
  const family = accountFamilies.find((known) => known === word);
  if (!family) throw new UsageError(`There is no family "${word}"; expected ${accountFamilies.join(', ')}.`);
  return family;
}

function roleOf(family: AccountFamily, given: string | undefined): string {
  const role = rolesOf[family].find((known) => known === (given ?? rolesOf[family][0]));
  if (!role)
    throw new UsageError(`There is no role "${given}" in ${family}; expected ${rolesOf[family].join(', ')}.`);
  return role;
}

async function choosePassword(options: Options): Promise<{ password: string; generated: boolean }> {
  const given = await readPassword({ fromStdin: options['password-stdin'] === true });
  return { password: given ?? generatePassword(), generated: given === undefined };
}

function add(options: Options & { readonly family: AccountFamily; readonly username: string }): CommandWork {
  const {
    family,
    username,
    email: address = null,
    first_name: firstName,
    last_name: lastName,
  } = parse(NewUser, {
    ...options,
    first_name: options['first-name'],
    last_name: options['last-name'],
  });
  if (address === null && family !== 'techtrack') throw new UsageError(`${family} needs --email.`);
  const role = roleOf(family, valueOf(options, 'role'));
  return async ({ accounts, secrets }) => {
    const { password, generated } = await choosePassword(options);
    const { id } = await accounts.create(
      { family, username, email: address, role, firstName, lastName },
      password,
      operator,
    );
    const told = generated ? `; password, ${secrets.tell(`password-of-${family}-${id}`, password)}` : '.';
    return `${family} ${username} (${role}, id ${id}) created${told}`;
  };
}

function list(family: AccountFamily, options: Options): CommandWork {
  const [page = '1', role, search] = ['page', 'role', 'search'].map((name) => valueOf(options, name));
  if (!/^[1-9]\d{0,6}$/.test(page))
    throw new UsageError(`"${page}" is not a page; expected a number from 1 on.`);
  const query = {
    page: Number(page),
    page_size: 100,
    ...(role !== undefined && { role: roleOf(family, role) }),
    ...(search !== undefined && { search }),
  };
  return async ({ directory }) => {
    const { count, results } = await directory.list(family, query);
    const rows = results.map(({ id, username, role: has, email: address, isActive }) =>
      [id, username, has, address ?? '-', isActive ? 'active' : 'inactive'].join('\t'),
    );
    return [`${count} of ${family}`, ...rows].join('\n');
  };
}
