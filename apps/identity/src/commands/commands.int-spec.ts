import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  attendanceSessionContract,
  proctorxAccountsContract,
  techtrackTokenContract,
} from '@argus/contracts';
import { withClient } from '@argus/persistence';
import { loginOf } from '@argus/testing/postgres';
import { type ServiceReplica, Site } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startIdentity } from '../testing/identity-fixture.js';
import { runCommand } from './run-command.js';

let site: Site;
let identity: ServiceReplica;
let login: string;

/** Runs a command in its own process, as an operator does. */
async function run(words: string, stdin = ''): Promise<{ status: number; out: string; err: string }> {
  const main = fileURLToPath(new URL('./main.js', import.meta.url));
  const child = spawn(process.execPath, [main, ...words.split(' ')], {
    env: { DATABASE_URL: login, DATA_DIR: site.folder },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  child.stdin.end(stdin);
  const [status] = (await once(child, 'close')) as [number];
  return { status, out, err };
}
/** Runs a command within this process, which is much faster but has no standard input. */
const runHere = (words: string, isTerminal = false) =>
  runCommand(words.split(' '), { DATABASE_URL: login, DATA_DIR: site.folder }, undefined, isTerminal);
const runOnTerminal = (words: string) => runHere(words, true);
const logIn = (username: string, password: string) =>
  identity.call(techtrackTokenContract.operations.obtain, { body: { username, password } });

beforeAll(async () => {
  site = await Site.create();
  login = await loginOf(site.databaseUrl, 'identity');
  identity = await startIdentity(site);
});
afterAll(async () => {
  await identity.stop();
  await site.remove();
});

describe('npm run user', () => {
  it('npm run user: adds a user with a password from standard input', async () => {
    const added = await run('user add techtrack line2 --password-stdin', 'correct horse\nignored\n');
    expect(added).toEqual({
      status: 0,
      out: expect.stringMatching(/^techtrack line2 \(operator, id \d+\) created\.\n$/),
      err: '',
    });
    await logIn('line2', 'correct horse');
  });

  it('npm run user: generates a password if none is given, and shows it once on a terminal', async () => {
    const added = await runOnTerminal('user add techtrack line3 --role admin');
    const [, password] = /shown only once: ([\w-]{20})$/.exec(added.output) ?? [];
    await logIn('line3', password ?? '');
  });

  it.each(['add techtrack line4', 'reset-password techtrack line4'])(
    'npm run user: %s keeps a generated password out of an output that is no terminal, in a file of its owner',
    async (words) => {
      const { out, err } = await run(`user ${words}`);
      const [, file = ''] = /kept in (\S+);/.exec(out) ?? [];
      const password = readFileSync(file, 'utf8').trim();
      await logIn('line4', password);
      expect((out + err).includes(password)).toBe(false);
      expect(statSync(file).mode & 0o777).toBe(0o600);
    },
  );

  it('npm run user: first-password shows the first password on a terminal only, and removes its file', async () => {
    const file = join(site.folder, 'secrets', 'first-admin.json');
    writeFileSync(file, JSON.stringify({ email: 'admin@argus.local', password: 'generated-once' }));
    const log = await runHere('user first-password');
    expect([log.status, log.output]).toEqual([1, expect.stringContaining(file)]);
    expect(log.output).not.toContain('generated-once');
    expect((await runOnTerminal('user first-password')).output).toMatch(
      /^admin@argus.local {2}password generated-once\n/,
    );
    expect(existsSync(file)).toBe(false);
    expect(await runOnTerminal('user first-password')).toEqual({
      status: 1,
      output: expect.stringContaining('npm run user -- reset-password attendance ADMIN'),
    });
  });

  it('npm run user: a wrong command explains itself and changes nothing', async () => {
    const cases = [
      ['user', 2, 'Usage: npm run user'],
      ['user fly techtrack x', 2, 'There is no command "fly"; expected add, list, role, reset-password'],
      [
        'user add nowhere x',
        2,
        'There is no family "nowhere"; expected eyetracker, techtrack, attendance, proctorx',
      ],
      [
        'user add techtrack',
        2,
        '<username> is missing.\nUsage: npm run user -- add <family> <username> [--email …]',
      ],
      ['user role techtrack line2 admin now', 2, 'Unexpected word "now".'],
      ['user list techtrack --page none', 2, '"none" is not a page; expected a number'],
      ['user list techtrack --email x', 2, "Unknown option '--email'."],
      ['user add techtrack x --password secret', 2, "Unknown option '--password'."],
      ['user add techtrack line2', 1, 'That user name is taken'],
      [
        'user add techtrack line9 --role king',
        2,
        'There is no role "king" in techtrack; expected operator, admin',
      ],
      ['user add attendance STU1', 2, 'attendance needs --email'],
      ['user add attendance STU1 --email nonsense', 1, 'email: not an email'],
      ['user role techtrack nobody admin', 1, 'There is no such user'],
      ['user deactivate attendance ADMIN', 1, 'That is the last active administrator'],
      ['audit', 2, 'Usage: npm run audit'],
      ['audit check', 2, 'There is no command "check"; expected verify.'],
      ['audit verify --anchor x', 2, '"x" is not an anchor; expected the end'],
      ['keys', 2, 'Usage: npm run keys'],
      ['keys spin', 2, 'There is no command "spin"; expected rotate.'],
    ] as const;
    const count = async () => (await identity.database.query('SELECT id FROM account')).length;
    const before = await count();
    for (const [words, status, text] of cases) {
      const result = await runHere(words);
      expect([words, result.status]).toEqual([words, status]);
      expect(result.output).toContain(text);
    }
    expect(await run('user add techtrack line9 --password-stdin', 'short\n')).toMatchObject({
      status: 1,
      err: expect.stringContaining('password: too short (min 8)'),
    });
    expect(await count()).toBe(before);
  }, 60_000);

  it.each(['user', 'audit', 'keys'])('npm run %s: prints its usage when asked', async (name) => {
    const usage = expect.stringContaining(`Usage: npm run ${name} -- `);
    expect(await runHere(`${name} --help`)).toEqual({ status: 0, output: usage });
    expect(await runHere(`${name} nonsense -h`)).toEqual({ status: 0, output: usage });
  });

  it('npm run user: a wrong command opens no database; an unreachable one is named', async () => {
    const nowhere = { DATABASE_URL: 'postgres://argus:secret@127.0.0.1:1/argus', DATA_DIR: site.folder };
    expect((await runCommand(['user', 'list', 'chess'], nowhere)).output).toContain('"chess"');
    expect(await runCommand(['user', 'list', 'techtrack'], nowhere)).toEqual({
      status: 1,
      output: 'PostgreSQL at 127.0.0.1:1/argus cannot be used: connection refused.',
    });
  });

  it('npm run user: deactivates, activates, resets a password, links and lists', async () => {
    const refresh = async (token: string) =>
      identity.call(techtrackTokenContract.operations.refresh, { body: { refresh: token } });
    const { refresh: token } = await logIn('line2', 'correct horse');
    await runHere('user deactivate techtrack line2');
    await expect(refresh(token)).rejects.toMatchObject({ code: 'REFRESH_TOKEN_ENDED' });
    await runHere('user activate techtrack line2');
    const { output: out } = await runOnTerminal('user reset-password techtrack line2');
    const [, password] = /shown only once: ([\w-]{20})$/.exec(out) ?? [];
    await logIn('line2', password ?? '');
    await identity.call(proctorxAccountsContract.operations.signup, {
      body: { username: 'line2', email: 'l@example.com', password: 'correct horse', type: 'student' },
    });
    const linked = await runHere('user link techtrack line2 proctorx line2');
    expect(linked.output).toContain('belong to one person');
    const persons = await identity.database.query(
      `SELECT DISTINCT person_id FROM account WHERE username = 'line2' AND person_id IS NOT NULL`,
    );
    expect(persons).toHaveLength(1);
    const { output: table } = await runHere('user list techtrack --search line');
    expect(table).toMatch(/^3 of techtrack\n\d+\tline2\toperator\t-\tactive\n\d+\tline3\tadmin/);
  }, 60_000);
});

describe('npm run audit', () => {
  it('npm run audit: verifies events of platform and operator, and finds a changed one', async () => {
    const admin = { username: 'ADMIN', password: 'first admin of a test' };
    await identity.call(attendanceSessionContract.operations.login, { body: admin });
    const { status, out } = await run('audit verify');
    expect(status).toBe(0);
    const [, anchor] = /End: (\d+:[0-9a-f]{64})\n$/.exec(out) ?? [];
    expect((await runHere(`audit verify --anchor ${anchor}`)).status).toBe(0);
    await withClient(site.databaseUrl, async (client) => {
      await client.query(`SET search_path = identity; SET session_replication_role = replica;
        UPDATE audit_event SET success = NOT success WHERE position = 3`);
    });
    expect(await runHere('audit verify')).toMatchObject({
      status: 1,
      output: expect.stringContaining('BROKEN at event 3: changed'),
    });
  }, 30_000);
});
