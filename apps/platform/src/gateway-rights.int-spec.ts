import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { openDatabase, withClient } from '@argus/persistence';
import { type Platform, startPlatform } from '@argus/testing';
import { createDatabase, loginOf, type TestDatabase } from '@argus/testing/postgres';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { services } from './services.js';

/* The most that an attacker in the gateway could reach: read from Postgres and from the process itself. */
let role: string;
let place: TestDatabase;

const rowsOf = <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> =>
  withClient(place.url, async (client) => (await client.query<T>(sql, values)).rows);

beforeAll(async () => {
  place = await createDatabase();
  for (const { schema, migrations } of services) {
    if (schema === undefined) continue;
    const url = await loginOf(place.url, schema);
    if (schema === 'auth_gateway') role = decodeURIComponent(new URL(url).username);
    await (await openDatabase({ url, schema, entities: [], migrations })).close();
  }
});
afterAll(() => place.drop());

describe('the role of the gateway in the database', () => {
  it('gateway role: has rights on its rate limits and the tables of every service schema, and on no other table', async () => {
    const reachable = await rowsOf<{ name: string }>(
      `SELECT space.nspname || '.' || class.relname AS name
         FROM pg_class class JOIN pg_namespace space ON space.oid = class.relnamespace
        WHERE class.relkind IN ('r', 'p', 'v', 'm', 'f') AND space.nspname !~ '^(pg_|information_schema)'
          AND (has_table_privilege($1, class.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
            OR has_any_column_privilege($1, class.oid, 'SELECT, INSERT, UPDATE, REFERENCES'))
        ORDER BY name`,
      [role],
    );
    expect(reachable.map(({ name }) => name)).toEqual(
      [
        'data_key',
        'dead_letter',
        'erasure',
        'event_store',
        'idempotent_reply',
        'inbox_message',
        'migration',
        'outbox_message',
        'rate_limit',
      ].map((table) => `auth_gateway.${table}`),
    );
  });
});

describe('the processes of services', () => {
  it('service processes: no environment and no command line holds a secret of the installation but the own login and, for identity, the first password', async () => {
    await withPlatform({}, (platform) => {
      const told = processesOf(platform);
      expect([...told.keys()].sort()).toEqual(['auth-gateway', 'identity']);
      const secrets = secretsOf(platform);
      expect(secrets.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['postgres/password', 'secrets/data.key', 'ADMIN_PASSWORD']),
      );
      const held = [...told].flatMap(([service, text]) =>
        secrets.filter(({ value }) => text.includes(value)).map(({ name }) => `${service}: ${name}`),
      );
      expect(held.filter((each) => !/nats|broker/.test(each)).sort()).toEqual([
        'auth-gateway: secrets/database/argus_auth_gateway',
        'identity: ADMIN_PASSWORD',
        'identity: secrets/database/argus_identity',
      ]);
      /* No path leads the gateway to the data key. */
      const { gateway, identity } = environments(platform);
      expect(pathsIn(identity).filter(leadsToKey)).toEqual([platform.dataDirectory]);
      expect(pathsIn(gateway).filter(leadsToKey)).toEqual([]);
      expect(gateway).not.toContain(platform.dataDirectory);
      expect(gateway).not.toContain(platform.admin.email);
    });
  });

  it('gateway process: does not learn the path of the data key and creates no key of its own', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'argus-key-'));
    const file = join(folder, 'data.key');
    writeFileSync(file, Buffer.alloc(32, 7).toString('base64'));
    try {
      await withPlatform({ DATA_KEY_FILE: file }, (platform) => {
        const { gateway, identity } = environments(platform);
        expect(identity).toContain(file);
        expect(gateway).not.toContain(file);
        const own = /^DATA_DIR=(.+)$/m.exec(gateway)![1]!;
        for (const directory of [own, platform.dataDirectory])
          expect(existsSync(join(directory, 'secrets', 'data.key'))).toBe(false);
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

async function withPlatform(
  settings: Record<string, string>,
  work: (platform: Platform) => void | Promise<void>,
): Promise<void> {
  const platform = await startPlatform({
    mode: 'services',
    settings: { ...settings, SERVICES: 'auth-gateway,identity' },
  });
  try {
    await work(platform);
  } finally {
    await platform.stop();
  }
}

/** Returns the variables of both processes, one a line. */
function environments(platform: Platform): { gateway: string; identity: string } {
  const read = (pid: number, what: string) => readFileSync(`/proc/${pid}/${what}`, 'utf8');
  const byService = new Map(
    platform
      .processes()
      .map((pid) => [
        /apps\/([^/]+)/.exec(read(pid, 'cmdline'))?.[1],
        read(pid, 'environ').replaceAll('\0', '\n'),
      ]),
  );
  expect([...byService.keys()].sort()).toEqual(['auth-gateway', 'identity']);
  return { gateway: byService.get('auth-gateway')!, identity: byService.get('identity')! };
}

/** Returns the variables and the arguments of every process of a service. */
function processesOf(platform: Platform): Map<string, string> {
  const read = (pid: number, what: string) => readFileSync(`/proc/${pid}/${what}`, 'utf8');
  return new Map(
    platform.processes().map((pid) => {
      const [service = ''] = /(?<=apps\/)[^/]+/.exec(read(pid, 'cmdline')) ?? [];
      return [service, read(pid, 'environ') + read(pid, 'cmdline')];
    }),
  );
}

/** Returns every generated secret in the data folder, and the password that an operator chose. */
function secretsOf({ dataDirectory, admin }: Platform): { name: string; value: string }[] {
  const files = readdirSync(join(dataDirectory, 'secrets'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return [
    { name: 'ADMIN_PASSWORD', value: admin.password },
    ...[join(dataDirectory, 'postgres', 'password'), ...files].map((file) => ({
      name: relative(dataDirectory, file),
      value: readFileSync(file, 'utf8').trim(),
    })),
  ];
}

const pathsIn = (environment: string): string[] => [
  ...new Set(environment.split(/[\n=:,]/).filter((word) => word.startsWith('/'))),
];

/** Tells whether the path is a data key, or a folder in which one is found as in DATA_DIR. */
const leadsToKey = (path: string): boolean =>
  path.endsWith('data.key') ||
  ['data.key', 'secrets/data.key'].some((inside) => existsSync(join(path, inside)));
