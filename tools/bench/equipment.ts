/*
 * Compares TechTrack: readings stored by JSON, NDJSON and MQTT with bare COPY into the same table, without rules and with 100
 * active ones. List, get and create with a peer in Django REST Framework, if DRF_PEER_DIR names it and its packages are installed.
 * Memory before and during the export of ten million readings. Rounds alternate, and the best round of each way counts.
 *   node tools/bench/equipment.ts [export rows, 10000000] [seconds per round, 3] [rounds, 3]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { EmbeddedPostgres } from '@argus/embedded';
import { withClient } from '@argus/persistence';
import {
  type HttpAnswer,
  HttpClient,
  type Platform,
  type RunMode,
  startNats,
  startPlatform,
} from '@argus/testing';
import Table from 'cli-table3';
import { from as copyFrom } from 'pg-copy-streams';
import { addReadings, type ExportFormat, exportMemory } from './equipment/export-memory.ts';
import { DEVICES, publish } from './equipment/mqtt.ts';

const exportRows = Number(process.argv[2] ?? 10_000_000);
const seconds = Number(process.argv[3] ?? 3);
const ROUNDS = Number(process.argv[4] ?? 3);
const BATCH_ROWS = 10_000;
const BATCHES = 20;

const CLIENTS = 4;
const MACHINES = 50;
const PEER_MACHINES = 20;
const RULES = 100;
/* A folder with a run.sh that takes the number of workers and a port, and serves the same paths on the database of PGHOST etc. */
const peer = process.env.DRF_PEER_DIR;

const directory = mkdtempSync(join(tmpdir(), 'argus-bench-'));
chmodSync(directory, 0o755);
const postgres = await EmbeddedPostgres.start({ directory });
/* Both modes run one installation on one database, with the same keys and administrator. */
const settings = {
  DATABASE_URL: postgres.url,
  DATA_KEY_FILE: join(directory, 'data.key'),
  DATABASE_LOGINS_DIR: join(directory, 'logins'),
  RATE_LIMIT_FACTOR: '1000000',
  LOG_LEVEL: 'warn',
};
writeFileSync(settings.DATA_KEY_FILE, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
const admin = { ADMIN_EMAIL: 'bench@argus.example', ADMIN_PASSWORD: randomBytes(18).toString('base64url') };
let platform: Platform | undefined;
let client: HttpClient;
let token: string;
await start('embedded');

/** Starts a platform; stops a running one first. */
async function start(mode: RunMode, others: Readonly<Record<string, string>> = {}): Promise<Platform> {
  await platform?.stop();
  platform = await startPlatform({ mode, settings: { ...settings, ...admin, ...others } });
  client = new HttpClient(platform.url);
  await logIn();
  return platform;
}

async function logIn(): Promise<void> {
  const { ADMIN_EMAIL: username, ADMIN_PASSWORD: password } = admin;
  token = (await must<{ access: string }>(200, client.post('/api/token/', { username, password }))).access;
}

/** Returns the body; throws when the status is another one. */
async function must<T>(status: number, answer: Promise<HttpAnswer>): Promise<T> {
  const { status: got, body } = await answer;
  if (got !== status) throw new Error(`answered ${got} instead of ${status}: ${JSON.stringify(body)}`);
  return body as T;
}

const machine = { equipment_type: 'Robot', model: 'KUKA', installation_date: '2024-01-15' };
const machines: number[] = [];
async function addMachines(upTo: number): Promise<void> {
  while (machines.length < upTo)
    machines.push((await must<{ id: number }>(201, client.post('/api/equipment/', machine, { token }))).id);
}

/* Each client has machines of its own, as a gateway on a site does. Its batches follow each other, with a reading of each machine
   every 100 ms. */
const own = (of: number) => machines.filter((_, i) => i % CLIENTS === of);
const beginMs = Date.now() - 20 * 86_400_000;
const clocksMs = Array.from({ length: CLIENTS }, () => beginMs);
interface Row {
  readonly equipment: number;
  readonly temperature: number;
  readonly speed: number;
  readonly pressure: number;
  readonly measured_at: string;
}

function batch(of: number): Row[] {
  const those = own(of);
  const rows = Array.from({ length: BATCH_ROWS }, (_, i) => ({
    equipment: those[i % those.length]!,
    temperature: 20 + Math.sin(i) * 5,
    speed: 1200 + (i % 17),
    pressure: 1.25,
    measured_at: new Date(clocksMs[of]! + Math.floor(i / those.length) * 100).toISOString(),
  }));
  clocksMs[of]! += Math.ceil(BATCH_ROWS / those.length) * 100;
  return rows;
}

interface Format {
  readonly type: string;
  readonly text: (rows: readonly Row[]) => string;
}

const formats: Record<'JSON' | 'NDJSON', Format> = {
  JSON: { type: 'application/json', text: (rows) => JSON.stringify(rows) },
  NDJSON: { type: 'application/x-ndjson', text: (rows) => rows.map((row) => JSON.stringify(row)).join('\n') },
};

/** Returns rows per second of all clients together. */
async function upload({ type, text }: Format): Promise<number> {
  const bodies = Array.from({ length: CLIENTS }, (_, of) =>
    Array.from({ length: BATCHES / CLIENTS }, () => Buffer.from(text(batch(of)))),
  );
  const headers = { 'content-type': type };
  const startedAt = performance.now();
  await Promise.all(
    bodies.map(async (those) => {
      for (const body of those) {
        const { stored } = await must<{ stored: number }>(
          201,
          client.send('POST', '/api/data/bulk/', { token, headers, body }),
        );
        if (stored !== BATCH_ROWS) throw new Error(`${stored} stored`);
      }
    }),
  );
  return (BATCHES * BATCH_ROWS * 1000) / (performance.now() - startedAt);
}

let copiedId = 1e12;
const COPY =
  'COPY equipment.reading (equipment_id, measured_at, id, received_at, temperature, speed, pressure, quality) FROM STDIN';
function bareCopy(): Promise<number> {
  const bodies = Array.from({ length: BATCHES }, (_, i) =>
    Buffer.from(
      batch(i % CLIENTS)
        .map((row) =>
          [
            row.equipment,
            row.measured_at,
            copiedId++,
            row.measured_at,
            row.temperature,
            row.speed,
            row.pressure,
            0,
          ].join('\t'),
        )
        .join('\n'),
    ),
  );
  return withClient(postgres.url, async (connection) => {
    const startedAt = performance.now();
    for (const body of bodies) await pipeline(Readable.from([body]), connection.query(copyFrom(COPY)));
    return (bodies.length * BATCH_ROWS * 1000) / (performance.now() - startedAt);
  });
}

/** Returns the highest rows per second of each way. */
async function writeRates(ways: readonly (() => Promise<number>)[]): Promise<number[]> {
  const best = ways.map(() => 0);
  for (let round = 0; round < ROUNDS; round++)
    for (const [i, write] of ways.entries()) best[i] = Math.max(best[i]!, await write());
  return best;
}

async function removeRules() {
  for (const { id } of await must<{ id: number }[]>(200, client.get('/api/rules/', { token })))
    await must(204, client.delete(`/api/rules/${id}/`, { token }));
}

async function addRules() {
  for (let i = 0; i < RULES; i++) {
    const set = { type: 'compare', signal: 'temperature', op: '>', value: 100 + i, deadband: 2 };
    await must(201, client.post('/api/rules/', { name: `Rule ${i}`, set, severity: 'high' }, { token }));
  }
}

const table = (head: string[]) => new Table({ head, style: { head: [], border: [] } });

try {
  await addMachines(PEER_MACHINES);
  await compareWithPeer();
  await addMachines(MACHINES);
  await compareWriting();
  await compareMqtt();
  await compareExports();
} finally {
  await platform?.stop();
  await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
}

async function compareWriting() {
  /* Creates the partitions of the batches' time, which the first bare COPY needs. */
  await upload(formats.NDJSON);
  const writes = table(['readings', 'rows/s', 'times bare COPY']);
  await removeRules();
  const ways = [bareCopy, () => upload(formats.JSON), () => upload(formats.NDJSON)];
  const plain = await writeRates(ways);
  ['bare COPY, one connection', 'JSON, no rules', 'NDJSON, no rules'].forEach((name, i) =>
    writes.push([name, plain[i]!.toFixed(0), (plain[i]! / plain[0]!).toFixed(2)]),
  );
  await addRules();
  const ruled = await writeRates(ways);
  ['bare COPY, one connection', `JSON, ${RULES} rules`, `NDJSON, ${RULES} rules`].forEach((name, i) =>
    writes.push([name, ruled[i]!.toFixed(0), (ruled[i]! / ruled[0]!).toFixed(2)]),
  );
  console.log(String(writes));
}

/** Devices publish over the broker, and every service runs in a process of its own. The rules exist from before. */
async function compareMqtt() {
  const devicePassword = randomBytes(18).toString('base64url');
  const broker = await startNats({
    mqtt: {},
    users: [
      {
        user: 'device',
        password: devicePassword,
        permissions: { publish: ['readings.*'], subscribe: { deny: ['>'] } },
      },
    ],
  });
  await start('services', { NATS_URL: broker.url });
  const rows = table(['readings by MQTT, QoS 1', 'rows/s', 'times bare COPY']);
  try {
    await withClient(postgres.url, async (database) => {
      const place = { url: broker.mqttUrl!, password: devicePassword, database };
      const ways = [bareCopy, () => publish(place, messages(1)), () => publish(place, messages(100))];
      for (const rules of [RULES, 0]) {
        if (rules === 0) await removeRules();
        const best = await writeRates(ways);
        [
          'bare COPY, one connection',
          `one a message, ${rules} rules`,
          `100 a message, ${rules} rules`,
        ].forEach((name, i) => rows.push([name, best[i]!.toFixed(0), (best[i]! / best[0]!).toFixed(2)]));
      }
    });
  } finally {
    await platform?.stop();
    platform = undefined;
    await broker.stop();
  }
  console.log(String(rows));
}

/** Returns the messages of each device, with `each` readings of one machine in a message. */
function messages(each: number) {
  return Array.from({ length: DEVICES }, (_, of) => {
    const byMachine = Map.groupBy(batch(of), ({ equipment }) => equipment);
    const sent = [...byMachine].flatMap(([equipment, readings]) =>
      Array.from({ length: Math.ceil(readings.length / each) }, (_, at) => ({
        equipment,
        readings: readings.slice(at * each, (at + 1) * each).map(({ equipment: _, ...reading }) => reading),
      })),
    );
    return sent.sort((a, b) => (a.readings[0]!.measured_at < b.readings[0]!.measured_at ? -1 : 1));
  });
}

/** Compares requests about one row. Both sides hold 20 machines; on the side of Argus the default rules are active. */
interface Peer {
  readonly them: HttpClient;
  readonly token: string;
  readonly ids: readonly number[];
  readonly stop: () => void;
}

async function compareWithPeer() {
  const server = peer && existsSync(peer) ? await startPeer(peer) : undefined;
  if (server === undefined) {
    console.log(
      'No peer: DRF_PEER_DIR is not set, or its Python packages are missing; list, get and create are not compared.',
    );
    return;
  }
  const rows = table(['request', 'Argus req/s', 'DRF req/s', 'times']);
  await logIn();
  const sides = [
    { them: client, bearer: token, ids: machines },
    { them: server.them, bearer: server.token, ids: server.ids },
  ];
  const requests: readonly (readonly [name: string, path: (id: number) => string, method: string])[] = [
    ['list 20', () => '/api/equipment/', 'GET'],
    ['get', (id) => `/api/equipment/${id}/`, 'GET'],
    ['create a reading', () => '/api/data/', 'POST'],
  ];
  for (const [name, path, method] of requests) {
    const body = { equipment: undefined, temperature: 75.5, speed: 150, pressure: 1.2 };
    const best: [number, number] = [0, 0];
    for (let round = 0; round < ROUNDS; round++)
      for (const [i, { them, bearer, ids }] of sides.entries()) {
        let turn = 0;
        const ask = () => {
          const id = ids[turn++ % ids.length]!;
          const asked = { token: bearer, ...(method === 'POST' && { body: { ...body, equipment: id } }) };
          return them.send(method, path(id), asked);
        };
        best[i] = Math.max(best[i]!, await requestsPerSecond(ask));
      }
    const [ours, theirs] = best;
    rows.push([name, ours.toFixed(0), theirs.toFixed(0), (ours / theirs).toFixed(1)]);
  }
  console.log(String(rows));
  server.stop();
}

/** Uses the same client for both sides. Its own cost makes the faster server look slower than it is. */
async function requestsPerSecond(ask: () => Promise<HttpAnswer>): Promise<number> {
  const untilMs = performance.now() + seconds * 1000;
  let answered = 0;
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      while (performance.now() < untilMs) {
        const { status } = await ask();
        if (status >= 300) throw new Error(`answered ${status}`);
        answered++;
      }
    }),
  );
  return answered / seconds;
}

async function startPeer(folder: string): Promise<Peer | undefined> {
  const { hostname, port, username, password } = new URL(postgres.url);
  const http = 18_000 + (process.pid % 1000);
  const child = spawn('bash', [join(folder, 'run.sh'), '2', String(http)], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, PGHOST: hostname, PGPORT: port, PGUSER: username, PGPASSWORD: password },
  });
  const ended = once(child, 'exit').then(() => true);
  const url = `http://127.0.0.1:${http}`;
  const them = new HttpClient(url);
  for (;;) {
    const { status, body } = await them
      .post('/api/token/', { username: 'bench', password: 'bench' })
      .catch(() => ({ status: 0, body: undefined }));
    if (status === 200) {
      const { access } = body as { access: string };
      const answer = await them.get('/api/equipment/', { token: access });
      const ids = (answer.body as { id: number }[]).map(({ id }) => id);
      return { them, token: access, ids, stop: () => child.kill() };
    }
    if (await Promise.race([ended, pause(300)])) return undefined;
  }
}

/** Starts each mode afresh. In services mode every process is shown by itself. */
async function compareExports() {
  const rows = table(['export', 'processes', 'rows', 'MB sent', 'seconds', 'MB before', 'MB at most']);
  await addReadings(postgres.url, machines[0]!, exportRows, beginMs);
  const runs: readonly (readonly [RunMode, readonly ExportFormat[]])[] = [
    ['services', ['csv', 'ndjson', 'parquet']],
    ['embedded', ['csv']],
  ];
  for (const [mode, formats] of runs) {
    const running = await start(mode);
    for (const format of formats) {
      await logIn();
      rows.push([format, ...(await exportMemory(running, token, format))]);
    }
  }
  console.log(String(rows));
}
