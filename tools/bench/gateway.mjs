/*
 * Reading and creating through the gateway beside the least that can answer (a bare Fastify + pg handler with the same statements, no token)
 * and beside the obvious way (Nest, Express, TypeORM, passport-jwt), in both run modes, rounds in turn. CPU is compared at the
 * same rate for all: a server that idles pays more for each request, since the kernel has to wake those it talks to.
 *   node tools/bench/gateway.mjs [seconds per round]
 */
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@argus/persistence';
import { HttpClient, startPlatform } from '@argus/testing';
import Table from 'cli-table3';
import { alternate } from './load.mjs';

const seconds = Number(process.argv[2] ?? 2);
const ROUNDS = 5;
const USERS = 60;
const SAME_RATE_PER_SECOND = 800;
const CLOCK_TICKS_PER_SECOND = 100;

/** CPU that a process and its threads have used, from /proc (proc(5), fields 14 and 15). */
const cpuSecondsOf = (pids) => () =>
  pids.reduce((sum, pid) => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return sum + (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS_PER_SECOND;
  }, 0);

async function startServer(script, env) {
  const child = fork(join(import.meta.dirname, script), { env: { ...process.env, ...env } });
  const [{ urls, token }] = await once(child, 'message');
  return { url: urls[0], token, pids: [child.pid], stop: () => child.kill() };
}

const folder = mkdtempSync(join(tmpdir(), 'argus-bench-'));
chmodSync(folder, 0o755);
const postgres = await EmbeddedPostgres.start({ directory: folder });
const DATABASE_URL = postgres.url;
/* Both platforms are one installation on one database: the same keys, the same administrator. */
const settings = {
  DATABASE_URL,
  DATA_KEY_FILE: join(folder, 'data.key'),
  RATE_LIMIT_FACTOR: '1000000',
  LOG_LEVEL: 'info',
};
writeFileSync(settings.DATA_KEY_FILE, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
const embedded = await startPlatform({ mode: 'embedded', settings });

const client = new HttpClient(embedded.url);
const { body: session } = await client.post('/api/v1/auth/login/', embedded.admin);
const { access: token } = session;
for (let i = 0; i < USERS; i++) {
  const name = String(i).padStart(4, '0');
  const { status } = await client.post(
    '/api/v1/users/',
    {
      employee_id: `EMP${name}`,
      email: `employee${name}@argus.example`,
      first_name: 'Grace',
      last_name: `Hopper ${name}`,
      department: 'Engineering',
      password: `a password of ${name}`,
    },
    { token },
  );
  if (status !== 201) throw new Error(`Creating a user answered ${status}`);
}
const { body: users } = await client.get('/api/v1/users/?page_size=20', { token });
const { id, employee_id } = users.results[5];
const mark = {
  employee_id,
  person_id: id,
  timestamp: '2024-03-15T08:45:00Z',
  reason: 'Manual entry of a benchmark',
  marked_by: embedded.admin.email,
};
/* Attendance learns of a person when it is first asked about it. */
await client.post('/api/v1/attendance/mark/', mark, { token });

const table = new Table({
  head: [
    'request',
    'server',
    'req/s',
    'times the obvious way',
    `CPU us at ${SAME_RATE_PER_SECOND}/s`,
    'times the bare handler',
  ],
  style: { head: [], border: [] },
});
const bare = await startServer('gateway-bare.mjs', { DATABASE_URL });
const naive = await startServer('gateway-naive.mjs', { DATABASE_URL });
const services = await startPlatform({ mode: 'services', settings });
const paths = { base: '/api/v1/users', marks: '/api/v1/attendance/mark' };
const servers = [
  { name: 'bare Fastify + pg', url: bare.url, pids: bare.pids, base: '/users', marks: '/marks' },
  {
    name: 'Nest, Express, TypeORM, passport',
    url: naive.url,
    pids: naive.pids,
    base: '/users',
    marks: '/marks',
    token: naive.token,
  },
  { name: 'Argus, one process', url: embedded.url, pids: embedded.processes(), ...paths, token },
  {
    name: 'Argus, services over NATS',
    url: services.url,
    pids: services.processes(),
    ...paths,
    token,
  },
];
const json = { 'content-type': 'application/json' };
for (const [name, ask] of [
  ['list 20', ({ base }) => ({ path: `${base}?page_size=20` })],
  ['get', ({ base }) => ({ path: `${base}/${id}` })],
  ['create', ({ marks }) => ({ path: marks, method: 'POST', headers: json, body: JSON.stringify(mark) })],
]) {
  process.stderr.write(`${name}: ${2 * ROUNDS * servers.length * seconds} s …\n`);
  const contenders = servers.map((server) => {
    const { path, headers = {}, ...request } = ask(server);
    const authorization = server.token ? { authorization: `Bearer ${server.token}` } : {};
    return {
      url: server.url + path,
      cpuSeconds: cpuSecondsOf(server.pids),
      request: { ...request, headers: { ...headers, ...authorization } },
      seconds,
    };
  });
  const fastest = await alternate(contenders, ROUNDS);
  const atSameRate = await alternate(
    contenders.map((contender) => ({ ...contender, perSecond: SAME_RATE_PER_SECOND })),
    ROUNDS,
  );
  servers.forEach((server, i) => {
    const { perSecond } = fastest[i];
    const { cpuMicroseconds } = atSameRate[i];
    table.push([
      name,
      server.name,
      perSecond.toFixed(0),
      `${(perSecond / fastest[1].perSecond).toFixed(2)}x`,
      cpuMicroseconds.toFixed(0),
      `${(cpuMicroseconds / atSameRate[0].cpuMicroseconds).toFixed(2)}x`,
    ]);
  });
}
console.log(String(table));

bare.stop();
naive.stop();
await Promise.all([embedded.stop(), services.stop()]);
await postgres.stop();
rmSync(folder, { recursive: true, force: true });
