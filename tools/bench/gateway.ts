/*
 * Compares reading and creating through the gateway, in both run modes, with two servers: a bare Fastify + pg handler with the same
 * statements and no token, and the obvious way (Nest, Express, TypeORM, passport-jwt). Rounds alternate. CPU is compared at the same
 * rate for all: an idle server pays more per request, since the kernel has to wake its peers. If the shell's Node differs from the
 * platform's, the obvious way runs on both: before Node 24 passport-jwt with a text secret cost 0.4 ms a request.
 *   node tools/bench/gateway.ts [seconds per round]
 */
import { execFileSync, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { EmbeddedPostgres } from '@argus/embedded';
import { HttpClient, startPlatform } from '@argus/testing';
import Table from 'cli-table3';
import { cpuSecondsOf } from './cpu-of.ts';
import { alternate, type Load } from './load.ts';

const seconds = Number(process.argv[2] ?? 1.5);
const ROUNDS = 7;
const USERS = 60;

interface Contestant {
  readonly url: string;
  readonly token: string | undefined;
  readonly pids: readonly number[];
  stop(): void;
}

const scriptOf = (name: string): string => join(import.meta.dirname, name);

/** Returns a copy for a Node that does not strip types itself. It lies where it finds the same packages. */
function withoutTypes(name: string): string {
  const copy = join(import.meta.dirname, '../../node_modules/.cache/bench', name.replace('.ts', '.mjs'));
  mkdirSync(dirname(copy), { recursive: true });
  writeFileSync(copy, stripTypeScriptTypes(readFileSync(scriptOf(name), 'utf8')));
  return copy;
}

async function startServer(
  script: string,
  env: Readonly<Record<string, string>>,
  execPath = process.execPath,
): Promise<Contestant> {
  const child = fork(script, { execPath, env: { ...process.env, ...env } });
  const ended = once(child, 'exit').then(([status]): never => {
    throw new Error(`${script} ended with ${status} before it was ready`);
  });
  const [{ urls, token }] = (await Promise.race([once(child, 'message'), ended])) as [
    { urls: [string]; token?: string },
  ];
  return { url: urls[0], token, pids: [child.pid!], stop: () => void child.kill() };
}

const folder = mkdtempSync(join(tmpdir(), 'argus-bench-'));
chmodSync(folder, 0o755);
const postgres = await EmbeddedPostgres.start({ directory: folder });
const DATABASE_URL = postgres.url;
/* Both modes run one installation on one database, with the same keys and administrator. */
const settings = {
  DATABASE_URL,
  DATA_KEY_FILE: join(folder, 'data.key'),
  DATABASE_LOGINS_DIR: join(folder, 'logins'),
  RATE_LIMIT_FACTOR: '1000000',
  LOG_LEVEL: 'info',
};
writeFileSync(settings.DATA_KEY_FILE, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
const embedded = await startPlatform({ mode: 'embedded', settings });

const client = new HttpClient(embedded.url);
const { body: session } = await client.post('/api/v1/auth/login/', embedded.admin);
const { access: token } = session as { access: string };
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
const { id, employee_id } = (users as { results: { id: number; employee_id: string }[] }).results[5]!;
const mark = {
  employee_id,
  person_id: id,
  timestamp: '2024-03-15T08:45:00Z',
  reason: 'Manual entry of a benchmark',
  marked_by: embedded.admin.email,
};
/* Attendance reads a person when it is first asked about them. */
await client.post('/api/v1/attendance/mark/', mark, { token });

const bare = await startServer(scriptOf('gateway-bare.ts'), { DATABASE_URL });
const naive = await startServer(scriptOf('gateway-naive.ts'), { DATABASE_URL });
const shellNode = process.env.npm_node_execpath ?? process.execPath;
const shellVersion = execFileSync(shellNode, ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim();
const older =
  shellVersion === process.versions.node
    ? undefined
    : await startServer(withoutTypes('gateway-naive.ts'), { DATABASE_URL }, shellNode);
const services = await startPlatform({ mode: 'services', settings });
const paths = { base: '/api/v1/users', marks: '/api/v1/attendance/mark' };
interface Server {
  readonly name: string;
  readonly url: string;
  readonly pids: readonly number[];
  readonly base: string;
  readonly marks: string;
  readonly token?: string | undefined;
  /** True for a server that cannot reach the common rate. */
  readonly slow?: boolean;
}
const servers: readonly Server[] = [
  { name: 'bare Fastify + pg', url: bare.url, pids: bare.pids, base: '/users', marks: '/marks' },
  {
    name: 'Nest, Express, TypeORM, passport',
    url: naive.url,
    pids: naive.pids,
    base: '/users',
    marks: '/marks',
    token: naive.token,
  },
  ...(older
    ? [
        {
          name: `the same on Node ${shellVersion}`,
          url: older.url,
          pids: older.pids,
          base: '/users',
          marks: '/marks',
          token: older.token,
          slow: true,
        },
      ]
    : []),
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
const table = new Table({
  head: [
    'request',
    'server',
    'req/s',
    'times the obvious way',
    ...(older ? [`on Node ${shellVersion}`] : []),
    'CPU us at the same rate',
    'times the bare handler',
  ],
  style: { head: [], border: [] },
});
interface Asked {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}
interface Measured {
  readonly name: string;
  readonly perSecond: number;
  readonly ask: (server: Server) => Asked;
}
const measured: readonly Measured[] = [
  { name: 'list 20', perSecond: 2000, ask: ({ base }) => ({ path: `${base}?page_size=20` }) },
  { name: 'get', perSecond: 2000, ask: ({ base }) => ({ path: `${base}/${id}` }) },
  {
    name: 'create',
    perSecond: 800,
    ask: ({ marks }) => ({ path: marks, method: 'POST', headers: json, body: JSON.stringify(mark) }),
  },
];
for (const { name, perSecond, ask } of measured) {
  process.stderr.write(`${name}: about ${Math.ceil(2 * ROUNDS * servers.length * seconds)} s …\n`);
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
  /* A slow server is measured at its own rate. */
  const atSameRate = await alternate(
    contenders.map((contender, i) => ({ ...contender, ...(!servers[i]!.slow && { perSecond }) })),
    ROUNDS,
  );
  const timesThatOf = (server: { url: string }, { perSecond }: Load) =>
    `${(perSecond / fastest[servers.findIndex(({ url }) => url === server.url)]!.perSecond).toFixed(2)}x`;
  servers.forEach((server, i) => {
    const { cpuMicroseconds } = atSameRate[i]!;
    table.push([
      name,
      server.name,
      fastest[i]!.perSecond.toFixed(0),
      timesThatOf(naive, fastest[i]!),
      ...(older ? [timesThatOf(older, fastest[i]!)] : []),
      `${cpuMicroseconds.toFixed(0)}${server.slow ? '' : ` at ${perSecond}/s`}`,
      `${(cpuMicroseconds / atSameRate[0]!.cpuMicroseconds).toFixed(2)}x`,
    ]);
  });
}
console.log(String(table));

bare.stop();
naive.stop();
older?.stop();
await Promise.all([embedded.stop(), services.stop()]);
await postgres.stop();
rmSync(folder, { recursive: true, force: true });
