import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, withClient } from '@argus/persistence';
import { createDatabase, type Platform, startPlatform, type TestDatabase } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { services } from './services.js';

/* The most that an attacker in the gateway could reach: read from Postgres and from the process itself. */
const role = 'argus_auth_gateway';
let place: TestDatabase;

const rowsOf = <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> =>
  withClient(place.url, async (client) => (await client.query<T>(sql, values)).rows);

beforeAll(async () => {
  place = await createDatabase();
  for (const { schema, migrations } of services) {
    if (schema === undefined) continue;
    await (await openDatabase({ url: place.url, schema, entities: [], migrations })).close();
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
        'dead_letter',
        'event_store',
        'idempotent_reply',
        'inbox_message',
        'migration',
        'outbox_message',
        'rate_limit',
      ].map((table) => `auth_gateway.${table}`),
    );
  });

  it('gateway role: has rights on no schema of another service', async () => {
    const schemas = await rowsOf<{ name: string; reachable: boolean }>(
      `SELECT nspname AS name, has_schema_privilege($1, oid, 'USAGE, CREATE') AS reachable
         FROM pg_namespace WHERE nspname = ANY($2)`,
      [role, services.flatMap(({ schema }) => (schema === undefined ? [] : [schema, `${schema}_jobs`]))],
    );
    expect(schemas.length).toBeGreaterThan(8);
    expect(
      schemas
        .filter(({ reachable }) => reachable)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['auth_gateway', 'auth_gateway_jobs']);
  });

  it('gateway role: is a member of no other role and has no administrative right', async () => {
    const above = await rowsOf(
      `SELECT rolname FROM pg_roles WHERE rolname <> $1 AND pg_has_role($1, oid, 'MEMBER')`,
      [role],
    );
    expect(above).toEqual([]);
    const [rights] = await rowsOf(
      `SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolcanlogin FROM pg_roles WHERE rolname = $1`,
      [role],
    );
    expect(Object.values(rights!)).toEqual([false, false, false, false, false]);
  });

  it.each(['account', 'signing_key', 'session', 'refresh_token', 'api_key', 'audit_event'])(
    'gateway role: cannot read identity.%s',
    async (table) => {
      const read = withClient(place.url, async (client) => {
        await client.query(`SET ROLE ${role}`);
        await client.query(`SELECT 1 FROM identity.${table}`);
      });
      await expect(read).rejects.toMatchObject({ code: '42501' });
    },
  );
});

describe('the process of the gateway', () => {
  it('gateway process: by default no path in its environment leads to a data key, and it does not learn the first administrator', async () => {
    await withPlatform({}, (platform) => {
      const { gateway, identity } = environments(platform);
      expect(existsSync(join(platform.dataDirectory, 'secrets', 'data.key'))).toBe(true);
      expect(pathsIn(identity).filter(leadsToKey)).toEqual([platform.dataDirectory]);
      expect(pathsIn(gateway).filter(leadsToKey)).toEqual([]);
      for (const secret of [platform.dataDirectory, platform.admin.password, platform.admin.email]) {
        expect(identity).toContain(secret);
        expect(gateway).not.toContain(secret);
      }
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

const pathsIn = (environment: string): string[] => [
  ...new Set(environment.split(/[\n=:,]/).filter((word) => word.startsWith('/'))),
];

/** Tells whether the path is a data key, or a folder in which one is found as in DATA_DIR. */
const leadsToKey = (path: string): boolean =>
  path.endsWith('data.key') ||
  ['data.key', 'secrets/data.key'].some((inside) => existsSync(join(path, inside)));
