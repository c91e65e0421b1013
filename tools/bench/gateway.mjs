/*
 * Reading through the gateway beside a bare Fastify + pg handler with the same statements, rounds in turn. CPU is compared at
 * the same rate for all: a server that idles pays more for each request, since the kernel has to wake those it talks to.
 *   node tools/bench/gateway.mjs [seconds per round]
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@argus/persistence';
import { HttpClient, startPlatform } from '@argus/testing';
import Table from 'cli-table3';
import { alternate } from './load.mjs';

const seconds = Number(process.argv[2] ?? 4);
const ROUNDS = 3;
const USERS = 60;
const SAME_RATE_PER_SECOND = 1500;
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
  const [{ urls }] = await once(child, 'message');
  return { url: urls[0], pid: child.pid, stop: () => child.kill() };
}

const folder = mkdtempSync(join(tmpdir(), 'argus-bench-'));
chmodSync(folder, 0o755);
const postgres = await EmbeddedPostgres.start({ directory: folder });
const settings = { DATABASE_URL: postgres.url, RATE_LIMIT_FACTOR: '1000000', LOG_LEVEL: 'info' };
const platform = await startPlatform({ mode: 'embedded', settings });
const bare = await startServer('gateway-bare.mjs', { DATABASE_URL: postgres.url });

const client = new HttpClient(platform.url);
const { body: session } = await client.post('/api/v1/auth/login/', platform.admin);
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
const { id } = users.results[5];

const authorization = { headers: { authorization: `Bearer ${token}` } };
const table = new Table({
  head: ['request', 'server', 'req/s', `CPU us/request at ${SAME_RATE_PER_SECOND}/s`, 'CPU ratio'],
  style: { head: [], border: [] },
});
for (const [name, path, barePath] of [
  ['list 20', '/api/v1/users/?page_size=20', '/users?page_size=20'],
  ['get', `/api/v1/users/${id}/`, `/users/${id}`],
]) {
  const contenders = [
    { url: bare.url + barePath, cpuSeconds: cpuSecondsOf([bare.pid]), request: {}, seconds },
    {
      url: platform.url + path,
      cpuSeconds: cpuSecondsOf(platform.processes()),
      request: authorization,
      seconds,
    },
  ];
  const fastest = await alternate(contenders, ROUNDS);
  const atSameRate = await alternate(
    contenders.map((contender) => ({ ...contender, perSecond: SAME_RATE_PER_SECOND })),
    ROUNDS,
  );
  ['bare Fastify + pg', 'Argus, embedded'].forEach((server, i) => {
    const { perSecond } = fastest[i];
    const { cpuMicroseconds } = atSameRate[i];
    const ratio = cpuMicroseconds / atSameRate[0].cpuMicroseconds;
    table.push([name, server, perSecond.toFixed(0), cpuMicroseconds.toFixed(0), `${ratio.toFixed(2)}x`]);
  });
}
console.log(String(table));

bare.stop();
await platform.stop();
await postgres.stop();
rmSync(folder, { recursive: true, force: true });
