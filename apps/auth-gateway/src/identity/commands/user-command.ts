import { parseArgs } from 'node:util';
import {
  type AccountFamily,
  accountFamilies,
  attendanceRoles,
  choice,
  email,
  Field,
  parse,
  proctorxTypes,
  techtrackRoles,
  text,
} from '@argus/contracts';
import { generatePassword } from '../accounts/account.service.js';
import { operator } from '../audit/audit-log.js';
import { OperatorError } from './operator-error.js';
import type { OperatorIdentity } from './operator-identity.js';
import { readPassword } from './password-input.js';

export const userUsage = `Usage: npm run user -- <command>

  add <family> <username> [--email …] [--role …] [--first-name …] [--last-name …] [--password-stdin]
  list <family> [--search …] [--role …] [--page …]
  role <family> <username> <role>
  reset-password <family> <username> [--password-stdin]
  deactivate <family> <username>
  activate <family> <username>
  end-sessions <family> <username>
  link <family> <username> <family> <username>
  unlink <family> <username> <family>

Families: ${accountFamilies.join(', ')}. A password is asked for, read from standard input with --password-stdin, or
generated and shown once; it is never an argument.`;

/** The first is what a new account gets unless stated. */
const rolesOf: Readonly<Record<AccountFamily, readonly [string, ...string[]]>> = {
  eyetracker: ['user'],
  techtrack: ['operator', ...techtrackRoles.filter((role) => role !== 'operator')],
  attendance: ['student', ...attendanceRoles.filter((role) => role !== 'student')],
  proctorx: proctorxTypes,
};

class NewUser {
  @Field(choice(...accountFamilies)) family!: AccountFamily;
  @Field(text({ maxLength: 255 })) username!: string;
  @Field(email(), { optional: true }) email?: string;
  @Field(text({ maxLength: 150, allowBlank: true }), { default: '' }) first_name!: string;
  @Field(text({ maxLength: 150, allowBlank: true }), { default: '' }) last_name!: string;
}

/** Runs one command and returns what to print. @throws OperatorError, DomainError */
export async function userCommand(words: readonly string[], identity: OperatorIdentity): Promise<string> {
  const { positionals, values } = understand(words);
  const [command = '', first = '', username = '', third = '', fourth = ''] = positionals;
  const family = familyOf(first);
  const { accounts, directory, links } = identity;
  const who = `${family} ${username}`;
  switch (command) {
    case 'add':
      return add(identity, { ...values, family, username });
    case 'list':
      return list(identity, family, values);
    case 'role':
      await accounts.update(family, username, { role: roleOf(family, third) }, operator);
      return `${who} is ${third} now.`;
    case 'reset-password': {
      await directory.get(family, username);
      const { password, generated } = await choosePassword(values);
      await accounts.changePassword(family, username, password, operator);
      return `${who} has a new password${generated ? `, shown this once: ${password}` : '.'}`;
    }
    case 'deactivate':
      await accounts.deactivate(family, username, operator);
      return `${who} is deactivated; all sessions ended.`;
    case 'activate':
      await accounts.update(family, username, { is_active: true }, operator);
      return `${who} is active.`;
    case 'end-sessions':
      await accounts.endSessions(family, username, operator);
      return `All sessions of ${who} ended.`;
    case 'link': {
      const other = await directory.get(familyOf(third), fourth);
      await links.link(await directory.get(family, username), other, operator);
      return `${who} and ${other.family} ${other.username} are one person's.`;
    }
    case 'unlink':
      await links.unlink(await directory.get(family, username), familyOf(third), operator);
      return `${who} is no longer linked to an account of ${third}.`;
    default:
      throw new OperatorError(userUsage);
  }
}

interface Options {
  readonly email?: string;
  readonly role?: string;
  readonly 'first-name'?: string;
  readonly 'last-name'?: string;
  readonly search?: string;
  readonly page?: string;
  readonly 'password-stdin'?: boolean;
}

const word = { type: 'string' } as const;

function understand(words: readonly string[]): { positionals: string[]; values: Options } {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        email: word,
        role: word,
        'first-name': word,
        'last-name': word,
        search: word,
        page: word,
        'password-stdin': { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new OperatorError(`${(error as Error).message}\n\n${userUsage}`);
  }
}

function familyOf(word: string): AccountFamily {
  const family = accountFamilies.find((known) => known === word);
  if (!family) throw new OperatorError(userUsage);
  return family;
}

function roleOf(family: AccountFamily, given: string | undefined): string {
  const role = rolesOf[family].find((known) => known === (given ?? rolesOf[family][0]));
  if (!role) throw new OperatorError(`Roles of ${family}: ${rolesOf[family].join(', ')}.`);
  return role;
}

async function choosePassword(options: Options): Promise<{ password: string; generated: boolean }> {
  const given = await readPassword({ fromStdin: options['password-stdin'] ?? false });
  return { password: given ?? generatePassword(), generated: given === undefined };
}

async function add(
  { accounts }: OperatorIdentity,
  options: Options & { readonly family: AccountFamily; readonly username: string },
): Promise<string> {
  const {
    family,
    username,
    email: address = null,
    ...names
  } = parse(NewUser, {
    ...options,
    first_name: options['first-name'],
    last_name: options['last-name'],
  });
  if (address === null && family !== 'techtrack') throw new OperatorError(`${family} needs --email.`);
  const role = roleOf(family, options.role);
  const { password, generated } = await choosePassword(options);
  const { id } = await accounts.create(
    { ...names, family, username, email: address, role },
    password,
    operator,
  );
  return `${family} ${username} (${role}, id ${id}) made${generated ? `; password, shown this once: ${password}` : '.'}`;
}

async function list(
  { directory }: OperatorIdentity,
  family: AccountFamily,
  { page = '1', role, search }: Options,
): Promise<string> {
  const query = { page: Number(page) || 0, page_size: 100, ...(role && { role }), ...(search && { search }) };
  const { count, results } = await directory.list(family, query);
  const rows = results.map(({ id, username, role: has, email: address, is_active }) =>
    [id, username, has, address ?? '-', is_active ? 'active' : 'inactive'].join('\t'),
  );
  return [`${count} of ${family}`, ...rows].join('\n');
}
