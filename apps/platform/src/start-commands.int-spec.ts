import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DeviceChanged, deviceChanged } from '@argus/contracts';
import { encode } from '@argus/messaging';
import { type Database, DeadLetters, openDatabase } from '@argus/persistence';
import { platformSettings, readSettings } from '@argus/service-kit';
import { eventually, LaunchedProcess } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deadLettersCommand } from './dead-letters/dead-letters-command.js';
import { withPostgres } from './postgres.js';

const root = join(import.meta.dirname, '../../..');
const builtAt = (): number => statSync(join(root, 'apps/platform/dist')).ctimeMs;
let folder: string;
/** Runs from the first test to the last: a start is dear. */
let platform: LaunchedProcess | undefined;
const launchedOnes: LaunchedProcess[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'argus-start-'));
  chmodSync(folder, 0o755);
});
afterAll(async () => {
  await Promise.all(launchedOnes.map((each) => each.end('SIGTERM')));
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the script of an npm command. */
const run = (
  script: string,
  args: readonly string[] = [],
  settings: Record<string, string> = {},
): LaunchedProcess => {
  const launched = LaunchedProcess.launch(join(root, 'tools', script), {
    args,
    environment: {
      DATA_DIR: join(folder, 'data'),
      PORT: '0',
      OPERATIONS_PORT: '0',
      SERVICES: 'auth-gateway,identity',
      LOG_LEVEL: 'warn',
      ...settings,
    },
  });
  launchedOnes.push(launched);
  return launched;
};

/** Returns the platform on the test's data folder, ready. */
async function running(): Promise<LaunchedProcess> {
  platform ??= run('start.mjs');
  await platform.says('Argus is ready');
  return platform;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

describe('npm start', () => {
  it('npm start: refuses at once a data folder that another start uses, and that start goes on', async () => {
    const starts = [run('start.mjs'), run('start.mjs')];
    const endings = starts.map((start) => start.ended.then((status) => ({ start, status })));
    const { start: refused, status } = await Promise.race(endings);
    expect([status, refused.log]).toEqual([
      1,
      expect.stringMatching(
        /^Argus is already running on .*data \(process \d+\)\. Stop it first, or set DATA_DIR to another folder\.\n$/,
      ),
    ]);
    [platform] = starts.filter((start) => start !== refused);
    await running();
    const third = run('start.mjs');
    expect([await third.ended, third.log]).toEqual([1, expect.stringContaining('is already running on')]);
  });

  it.each(['start.mjs', 'start-services.mjs'])(
    '%s names a wrong or taken port before it makes anything',
    async (script) => {
      const neighbour = createServer();
      await new Promise<void>((done) => neighbour.listen(0, '127.0.0.1', done));
      const { port } = neighbour.address() as { port: number };
      const free = String(await freePort());
      const cases: [Record<string, string>, string][] = [
        [{ PORT: '99999' }, 'PORT "99999" is not a port'],
        [{ PORT: String(port) }, `Port ${port} is taken by another program; set PORT to a free one.`],
        [{ OPERATIONS_PORT: String(port) }, `set OPERATIONS_PORT to a free one.`],
        [{ PORT: free, OPERATIONS_PORT: free }, `PORT and OPERATIONS_PORT are both ${free}; set one`],
      ];
      for (const [settings, message] of cases) {
        const refused = run(script, [], { DATA_DIR: join(folder, 'other'), ...settings });
        expect([await refused.ended, refused.log]).toEqual([1, expect.stringContaining(message)]);
      }
      neighbour.close();
    },
  );
});

describe("an operator's command", () => {
  it('operator command: works beside the running platform and does not replace its build', async () => {
    await running();
    const before = builtAt();
    const command = run('operator.mjs', ['user', 'list', 'techtrack']);
    expect([await command.ended, command.log]).toEqual([0, expect.stringContaining('admin@argus.local')]);
    expect(builtAt()).toBe(before);
    /* A mistake of the operator is told as such, not as a fault of the database that the platform runs. */
    const mistaken = run('operator.mjs', ['user', 'deactivate', 'attendance', 'NOBODY']);
    expect([await mistaken.ended, mistaken.log.trim()]).toEqual([1, 'There is no such user in this family.']);

    await withIdentity(handlesDeadLetters);
  });

  it.each([
    ['operator.mjs', ['dead-letters', 'replay'], 2, 'Usage: npm run dead-letters -- list'],
    ['operator.mjs', ['keys'], 2, 'Usage: npm run keys -- rotate'],
    ['broker.mjs', ['--help'], 0, 'Usage: npm run broker -- '],
  ] as const)(
    'operator command: tools/%s %j ends with %d and its usage',
    async (script, words, status, usage) => {
      const command = run(script, words);
      expect([await command.ended, command.log]).toEqual([status, expect.stringContaining(usage)]);
    },
  );
});

describe('npm start after a crash', () => {
  it('npm start: starts again on the data folder of a killed start, and ends with 0 when it is told to', async () => {
    const killed = await running();
    await killed.end('SIGKILL');
    /* The platform of the killed launcher ends by itself, and so does its output. */
    await killed.ended;
    platform = undefined;
    const next = await running();
    await next.end('SIGTERM');
    expect(await next.ended).toBe(0);
  });
});

/** Calls `work` with the database of the identity service that runs on the test's data folder, as its own login. */
async function withIdentity(work: (identity: Database) => Promise<void>): Promise<void> {
  const [settings] = readSettings([platformSettings], { DATA_DIR: join(folder, 'data') });
  await withPostgres(settings, 'identity', async (url) => {
    const identity = await openDatabase({ url, schema: 'identity', entities: [], migrations: [] });
    try {
      await work(identity);
    } finally {
      await identity.close();
    }
  });
}

/** Does what `npm run dead-letters -- …` does, beside the platform. */
async function deadLetters(...words: string[]): Promise<[status: number, output: string]> {
  const { status, output } = await deadLettersCommand(words, { DATA_DIR: join(folder, 'data') });
  return [status, output];
}

/* One letter can be handled now, one has no consumer any more, and one holds bytes that a stranger chose. */
async function handlesDeadLetters(identity: Database): Promise<void> {
  const letters = new DeadLetters(identity);
  const device = `device-${randomUUID()}`;
  const change: DeviceChanged = {
    device_id: 7,
    username: device,
    act: 'revoked',
    equipment: 'all',
    requested_by: null,
    request_id: 'r1',
  };
  const keep = async (subject: string, payload: Uint8Array): Promise<string> => {
    const id = randomUUID();
    const message = { payload, headers: { 'request-id': 'r1' } };
    await letters.keep({ subject, group: 'identity', id, message, deliveries: 5, error: new Error('first') });
    return id;
  };
  const bytes = await keep('readings.1', Buffer.from([0xff, 0x1b, 0x5b]));
  const unconsumed = await keep('evt.former.thing-happened.v1', encode({ thing: '\u001b[2J' }));
  const valid = await keep(deviceChanged.subject, encode(change));

  const command = run('operator.mjs', ['dead-letters', 'list', '--service', 'identity']);
  const [status, listed] = [await command.ended, command.log];
  expect([status, [bytes, unconsumed, valid].filter((id) => listed.includes(id)).length]).toEqual([0, 3]);
  expect(listed).toContain('3 bytes that are no text: ff1b5b');
  expect(listed).not.toContain('\u001b');

  expect(await deadLetters('replay', '--all')).toEqual([
    0,
    '3 dead letters will be replayed within seconds.',
  ]);
  const audited = () => identity.query("SELECT 1 FROM audit_event WHERE details->>'device' = $1", [device]);
  await eventually(audited, (rows) => rows.length === 1);
  const left = await eventually(
    () => letters.newest(9),
    (kept) =>
      kept.length === 2 && kept.every(({ deliveries, replayAskedAt }) => deliveries === 6 && !replayAskedAt),
  );
  expect(left.map(({ eventId }) => eventId).sort()).toEqual([bytes, unconsumed].sort());
  const shown = await deadLetters('show', unconsumed);
  expect(shown).toEqual([
    0,
    expect.stringContaining('does not consume evt.former.thing-happened.v1 any more'),
  ]);

  expect(await deadLetters('discard', unconsumed)).toEqual([
    0,
    expect.stringContaining('Discarded 1 dead letter.'),
  ]);
  expect(await deadLetters('discard', unconsumed)).toEqual([
    1,
    expect.stringContaining('There is no dead letter'),
  ]);
  expect((await letters.newest(9)).map(({ eventId }) => eventId)).toEqual([bytes]);
}
