/*
 * CPU of whole paths beside the smallest program that does the same work (paths/bare.ts): log-in, enrolment, verification, bulk CSV,
 * alarms to 500 followers, readings by MQTT. Of all processes but PostgreSQL's, the broker's and the client's. Ways take turns, and the
 * cheapest round of each counts.
 *   node tools/bench/paths.ts [rounds, 4]
 */
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EmbeddedPostgres } from '@argus/embedded';
import { withClient } from '@argus/persistence';
import { type HttpAnswer, HttpClient, type Platform, startNats, startPlatform } from '@argus/testing';
import { portraitsOf } from '@argus/testing/photographs';
import Table from 'cli-table3';
import type { Client } from 'pg';
import { cpuSecondsOf } from './cpu-of.ts';
import { Audience } from './paths/audience.ts';
import { publishEach } from './paths/publish-each.ts';

const ROUNDS = Number(process.argv[2] ?? 4);
const CSV_ROWS = 10_000;
const FOLLOWERS = 500;
const FOLLOWERS_PER_ACCOUNT = 100;

const directory = mkdtempSync(join(tmpdir(), 'argus-bench-'));
chmodSync(directory, 0o755);
const postgres = await EmbeddedPostgres.start({ directory });
const admin = { ADMIN_EMAIL: 'bench@argus.example', ADMIN_PASSWORD: randomBytes(18).toString('base64url') };
const settings = {
  ...admin,
  DATABASE_URL: postgres.url,
  DATA_KEY_FILE: join(directory, 'data.key'),
  DATABASE_LOGINS_DIR: join(directory, 'logins'),
  RATE_LIMIT_FACTOR: '1000000',
};
writeFileSync(settings.DATA_KEY_FILE, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });

/** Returns the body; throws when the status is none of success. */
async function must<T>(answer: Promise<HttpAnswer>): Promise<T> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
  return body as T;
}

async function startBare(env: Readonly<Record<string, string>> = {}) {
  const child = fork(join(import.meta.dirname, 'paths/bare.ts'), {
    env: { ...process.env, DATABASE_URL: postgres.url, ...env },
  });
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  return { client: new HttpClient(url), url, pids: [child.pid!], stop: () => child.disconnect() };
}

/** Resolves when the number of rows has grown by this many. PostgreSQL is asked, whose CPU does not count. */
async function grownBy(database: Client, from: string, rows: number, before: number): Promise<void> {
  while ((await countOf(database, from)) < before + rows) await pause(5);
}
async function countOf(database: Client, from: string): Promise<number> {
  const { rows } = await database.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${from}`);
  return rows[0]!.count;
}

const table = new Table({
  head: ['path', 'unit', 'Argus', 'bare', 'times'],
  style: { head: [], border: [] },
});
type Way = readonly [pids: readonly number[], run: () => Promise<unknown>];

/** Adds a row: the CPU of one of the `pieces` of a round, in the unit. */
async function compare(
  path: string,
  [unit, perSecond]: readonly [string, number],
  pieces: number,
  ways: readonly [Way, Way],
) {
  const least = [Infinity, Infinity];
  for (let round = 0; round <= ROUNDS; round++)
    for (const [i, [pids, run]] of ways.entries()) {
      const cpuSeconds = cpuSecondsOf(pids);
      const before = cpuSeconds();
      await run();
      /* The first round warms up. */
      if (round > 0) least[i] = Math.min(least[i]!, ((cpuSeconds() - before) * perSecond) / pieces);
    }
  const [ours, theirs] = least as [number, number];
  table.push([path, unit, ours.toFixed(1), theirs.toFixed(1), `${(ours / theirs).toFixed(2)}x`]);
}
const MS = ['CPU ms', 1e3] as const;
const US = ['CPU us', 1e6] as const;
const many = <T>(count: number, each: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => each(index)));

let platform: Platform | undefined;
try {
  await withClient(postgres.url, async (database) => {
    const bare = await startBare();
    platform = await startPlatform({ mode: 'embedded', settings });
    await embeddedPaths(platform, bare, database);
    await platform.stop();
    bare.stop();
    await mqttPath(database);
  });
  console.log(String(table));
} finally {
  await platform?.stop();
  await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
}

async function embeddedPaths(argus: Platform, bare: Awaited<ReturnType<typeof startBare>>, database: Client) {
  const client = new HttpClient(argus.url);
  const ours = (run: () => Promise<unknown>): Way => [argus.processes(), run];
  const theirs = (run: () => Promise<unknown>): Way => [bare.pids, run];
  const session = { email: admin.ADMIN_EMAIL, password: admin.ADMIN_PASSWORD };
  const logIn = () => must<{ access: string }>(client.post('/api/v1/auth/login/', session));
  await compare('log-in', MS, 16, [
    ours(() => many(16, logIn)),
    theirs(() =>
      many(16, () =>
        must(bare.client.post('/log-in', { name: 'bench', password: 'a password of the bench' })),
      ),
    ),
  ]);

  const { access: token } = await logIn();
  const images = (
    await Promise.all(
      portraitsOf('franck')
        .slice(0, 3)
        .map((each) => each.read()),
    )
  ).map((bytes) => `data:image/jpeg;base64,${Buffer.from(bytes).toString('base64')}`);
  const person = {
    email: 'f@argus.example',
    first_name: 'F',
    last_name: 'B',
    password: 'a password of the bench',
  };
  await must(client.post('/api/v1/users/', { ...person, employee_id: 'F1' }, { token }));
  const task = async (kind: string, body: object) => {
    const done = `attendance.face_task WHERE status = 'completed'`;
    const before = await countOf(database, done);
    await must(client.post(`/api/v1/face/${kind}/`, body, { token }));
    await grownBy(database, done, 1, before);
  };
  await compare('three photographs to a template', MS, 1, [
    ours(() => task('enroll', { employee_id: 'F1', images })),
    theirs(() => must(bare.client.post('/enrol', { images }))),
  ]);
  const [image] = images;
  await compare('verification to a row', MS, 1, [
    ours(() => task('verify', { image, employee_id: 'F1' })),
    theirs(() => must(bare.client.post('/verify', { image }))),
  ]);

  const { access: operator } = await must<{ access: string }>(
    client.post('/api/token/', { username: session.email, password: session.password }),
  );
  const as = { token: operator };
  const machine = { equipment_type: 'Robot', model: 'KUKA', installation_date: '2024-01-15' };
  const { id } = await must<{ id: number }>(client.post('/api/equipment/', machine, as));
  let atMs = Date.now() - 5 * 86_400_000;
  const csv = () =>
    ['equipment,measured_at,temperature,speed,pressure']
      .concat(
        Array.from(
          { length: CSV_ROWS },
          (_, i) => `${id},${new Date((atMs += 100)).toISOString()},${20 + (i % 7)},1200,1.25`,
        ),
      )
      .join('\n');
  const sent = (): { body: Buffer; headers: Record<string, string> } => ({
    body: Buffer.from(csv()),
    headers: { 'content-type': 'text/csv' },
  });
  await compare('10 000 readings of CSV', MS, 1, [
    ours(() => must(client.send('POST', '/api/data/bulk/', { ...as, ...sent() }))),
    theirs(() => must(bare.client.send('POST', '/bulk', sent()))),
  ]);

  const rule = {
    name: 'Hot',
    severity: 'high',
    set: { type: 'compare', signal: 'temperature', op: '>', value: 60 },
  };
  await must(client.post('/api/rules/', rule, as));
  const accounts = await many(FOLLOWERS / FOLLOWERS_PER_ACCOUNT, async (index) => {
    const account = { username: `follower${index}`, password: 'a password of the bench' };
    await must(client.post('/api/users/', account, as));
    return (await must<{ access: string }>(client.post('/api/token/', account))).access;
  });
  const tokens = accounts.flatMap((each) => Array.from({ length: FOLLOWERS_PER_ACCOUNT }, () => each));
  const audience = await Audience.open(`${argus.url}/api/alarms/live/`, tokens);
  const strangers = await Audience.open(`${bare.url}/live`, tokens);
  const pressed = {
    type: 'alarm',
    state: 'unacknowledged',
    severity: 'high',
    equipment: id,
    value: 65,
    time: new Date(),
  };
  let isHot = false;
  await compare(`an alarm to ${FOLLOWERS} followers`, US, 10 * FOLLOWERS, [
    ours(async () => {
      for (let turn = 0; turn < 10; turn++)
        await audience.heard(() => {
          isHot = !isHot;
          return must(
            client.post(
              '/api/data/',
              { equipment: id, temperature: isHot ? 65 : 20, speed: 1, pressure: 1 },
              as,
            ),
          );
        });
    }),
    theirs(async () => {
      for (let turn = 0; turn < 10; turn++)
        await strangers.heard(() => must(bare.client.post('/tell', pressed)));
    }),
  ]);
  audience.close();
  strangers.close();
}

/** Every service runs in a process of its own there, as only a broker takes devices. */
async function mqttPath(database: Client) {
  const passwords = {
    device: randomBytes(18).toString('base64url'),
    bare: randomBytes(18).toString('base64url'),
  };
  const broker = await startNats({
    mqtt: {},
    users: [
      {
        user: 'device',
        password: passwords.device,
        permissions: { publish: ['readings.*'], subscribe: { deny: ['>'] } },
      },
      { user: 'bare', password: passwords.bare, permissions: { publish: ['>'], subscribe: ['>'] } },
    ],
  });
  try {
    platform = await startPlatform({ mode: 'services', settings: { ...settings, NATS_URL: broker.url } });
    const { rows } = await database.query<{ id: string }>('SELECT max(id) AS id FROM equipment.equipment');
    const topic = `readings/${rows[0]!.id}`;
    const place = { url: broker.mqttUrl!, password: passwords.device, topic };
    const stored = (from: string) => async () => {
      const before = await countOf(database, from);
      await publishEach(place, 500);
      await grownBy(database, from, 500, before);
    };
    const bare = await startBare({ MQTT_URL: broker.mqttUrl!, MQTT_PASSWORD: passwords.bare });
    await compare('a reading by MQTT, every tenth an alarm', US, 500, [
      [platform.processes(), stored('equipment.reading')],
      [bare.pids, stored('bare.reading')],
    ]);
    bare.stop();
  } finally {
    await platform?.stop();
    platform = undefined;
    await broker.stop();
  }
}
