import { openDatabase, withClient } from '@argus/persistence';
import { createDatabase, loginOf, type TestDatabase } from '@argus/testing/postgres';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { services } from '../services.js';

/* Every service with its own login, and what it could reach from there if its code were an attacker's. */
const stateful = services.flatMap(({ name, schema, migrations }) =>
  schema === undefined ? [] : [{ name, schema, migrations }],
);
const schemasOf = (schema: string): string[] => [schema, `${schema}_jobs`];
const logins = new Map<string, string>();
let place: TestDatabase;
let superuser: string;

const roleOf = (schema: string): string => decodeURIComponent(new URL(logins.get(schema)!).username);

const asSuperuser = <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> =>
  withClient(place.url, async (client) => (await client.query<T>(sql, values)).rows);

beforeAll(async () => {
  place = await createDatabase();
  superuser = new URL(place.url).username;
  for (const { schema, migrations } of stateful) {
    const url = await loginOf(place.url, schema);
    logins.set(schema, url);
    await (await openDatabase({ url, schema, entities: [], migrations })).close();
  }
});
afterAll(() => place.drop());

/* Statements by which a role leaves itself, reads files, runs programs or takes what is not its own. `me` is the role. */
const attempts: readonly (readonly [what: string, sql: (me: string, superuser: string) => string])[] = [
  ['SET ROLE to the superuser', (_, root) => `SET ROLE ${root}`],
  ['SET SESSION AUTHORIZATION', (_, root) => `SET SESSION AUTHORIZATION ${root}`],
  ['COPY TO PROGRAM', () => `COPY (SELECT 1) TO PROGRAM 'true'`],
  ['COPY FROM PROGRAM', () => `CREATE TEMPORARY TABLE program (line text); COPY program FROM PROGRAM 'id'`],
  ['COPY from a file', () => `CREATE TEMPORARY TABLE file (line text); COPY file FROM '/etc/passwd'`],
  ['COPY to a file', () => `COPY (SELECT 1) TO '/tmp/argus-wall'`],
  ['pg_read_file', () => `SELECT pg_read_file('postgresql.conf')`],
  ['pg_read_binary_file', () => `SELECT pg_read_binary_file('/etc/passwd')`],
  ['pg_ls_dir', () => `SELECT pg_ls_dir('.')`],
  ['pg_ls_waldir', () => 'SELECT pg_ls_waldir()'],
  ['lo_import', () => `SELECT lo_import('/etc/passwd')`],
  ['lo_export', () => `SELECT lo_export(1, '/tmp/argus-wall')`],
  ['lo_create', () => 'SELECT lo_create(0)'],
  ['lo_from_bytea', () => `SELECT lo_from_bytea(0, '\\x00')`],
  ['reading password hashes', () => 'SELECT rolpassword FROM pg_authid'],
  ['making itself a superuser', (me) => `ALTER ROLE ${me} SUPERUSER`],
  ['giving itself CREATEROLE', (me) => `ALTER ROLE ${me} CREATEROLE`],
  ['giving itself BYPASSRLS', (me) => `ALTER ROLE ${me} BYPASSRLS`],
  ['creating a role', () => 'CREATE ROLE argus_intruder LOGIN'],
  ['granting itself the role that reads files', (me) => `GRANT pg_read_server_files TO ${me}`],
  ['granting itself the superuser', (me, root) => `GRANT ${root} TO ${me}`],
  ['creating a schema', () => 'CREATE SCHEMA intruder'],
  ['creating a table in public', () => 'CREATE TABLE public.intruder (n int)'],
  [
    'creating a function in public',
    () => `CREATE FUNCTION public.now() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
  ],
  [
    'creating a function of the server',
    () => `CREATE FUNCTION f() RETURNS int LANGUAGE internal AS 'pg_backend_pid'`,
  ],
  ['installing a trusted extension', () => 'CREATE EXTENSION hstore'],
  ['installing an extension that reads files', () => 'CREATE EXTENSION file_fdw'],
  ['installing an extension that connects', () => 'CREATE EXTENSION dblink'],
  ['switching triggers off', () => 'SET session_replication_role = replica'],
  ['ALTER SYSTEM', () => `ALTER SYSTEM SET log_statement = 'all'`],
  [
    'changing the database',
    () =>
      `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = public', current_database()); END $$`,
  ],
  ['creating a database', () => 'CREATE DATABASE argus_intruder'],
  [
    'a subscription to another server',
    () => `CREATE SUBSCRIPTION s CONNECTION 'host=127.0.0.1' PUBLICATION p WITH (connect = false)`,
  ],
  ['reading replication slots', () => `SELECT pg_create_physical_replication_slot('intruder')`],
  ['switching the log of WAL', () => 'SELECT pg_switch_wal()'],
];

describe.each(stateful)('database login of $name', ({ schema }) => {
  it('wall: it cannot leave its role, read files, run programs or create what it should not', async () => {
    const answers = await withClient(logins.get(schema)!, async (client) => {
      const found: [string, string][] = [];
      for (const [what, sql] of attempts) {
        const answer = client.query(sql(`"${roleOf(schema)}"`, superuser)).then(
          () => 'done',
          (error: { code: string }) => error.code,
        );
        found.push([what, await answer]);
      }
      return found;
    });
    expect(answers.filter(([, code]) => code !== '42501')).toEqual([]);
  });

  it('wall: it becomes no other service, and RESET ROLE leads to itself', async () => {
    const others = stateful
      .filter((each) => each.schema !== schema)
      .map((each) => `"${roleOf(each.schema)}"`);
    const who = `SELECT session_user::text AS session, current_user::text AS "current"`;
    const me = roleOf(schema);
    await withClient(logins.get(schema)!, async (client) => {
      for (const way of others.flatMap((role) => [`SET ROLE ${role}`, `SET SESSION AUTHORIZATION ${role}`]))
        await expect(client.query(way)).rejects.toMatchObject({ code: '42501' });
      for (const way of ['RESET ROLE', 'SET ROLE NONE', 'RESET SESSION AUTHORIZATION']) {
        await client.query(way);
        expect((await client.query(who)).rows).toEqual([{ session: me, current: me }]);
      }
    });
  });

  it('wall: it is no member of a role, only its keeper, which nobody can be, is a member of it, and it has no administrative right', async () => {
    const [role] = await asSuperuser(
      `SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls OR rolinherit AS strong, rolcanlogin AS "canLogIn",
              ARRAY(SELECT roleid::regrole::text FROM pg_auth_members WHERE member = role.oid) AS groups,
              ARRAY(SELECT member::regrole::text FROM pg_auth_members WHERE roleid = role.oid) AS members
         FROM pg_roles role WHERE rolname = $1`,
      [roleOf(schema)],
    );
    expect(role).toEqual({
      strong: false,
      canLogIn: true,
      groups: [],
      members: [`${roleOf(schema)}_keeper`],
    });
    const [keeper] = await asSuperuser(
      `SELECT rolcanlogin AS "canLogIn", rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls AS strong,
              EXISTS (SELECT FROM pg_auth_members WHERE roleid = role.oid) AS "hasMembers"
         FROM pg_roles role WHERE rolname = $1`,
      [`${roleOf(schema)}_keeper`],
    );
    expect(keeper).toEqual({ canLogIn: false, strong: false, hasMembers: false });
  });

  it('wall: it has rights on no table, sequence, routine or schema of another service, and owns only its own', async () => {
    const reachable = await asSuperuser<{ name: string }>(
      `SELECT nspname AS name FROM pg_namespace WHERE nspname = ANY($2) AND has_schema_privilege($1, oid, 'USAGE, CREATE')
       UNION ALL SELECT oid::regclass::text FROM pg_class WHERE relnamespace::regnamespace::text = ANY($2)
         AND CASE WHEN relkind = 'S' THEN has_sequence_privilege($1, oid, 'USAGE, SELECT, UPDATE')
                  WHEN relkind IN ('r', 'p', 'v', 'm', 'f') THEN has_table_privilege($1, oid,
                    'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER') OR has_any_column_privilege($1, oid, 'SELECT, INSERT, UPDATE, REFERENCES') END
       UNION ALL SELECT nspname FROM pg_namespace WHERE nspowner = $1::regrole AND NOT nspname = ANY($3)`,
      [
        roleOf(schema),
        stateful.filter((each) => each.schema !== schema).flatMap((each) => schemasOf(each.schema)),
        schemasOf(schema),
      ],
    );
    expect(reachable).toEqual([]);
  });

  it('wall: a table of every other service cannot be read through its own connection', async () => {
    await withClient(logins.get(schema)!, async (client) => {
      for (const other of stateful.filter((each) => each.schema !== schema))
        await expect(client.query(`SELECT 1 FROM ${other.schema}.migration`)).rejects.toMatchObject({
          code: '42501',
        });
    });
  });

  it('wall: it cannot enter another database of the server', async () => {
    const elsewhere = new URL(logins.get(schema)!);
    for (const database of ['postgres', 'template1']) {
      elsewhere.pathname = `/${database}`;
      await expect(withClient(elsewhere.href, async () => undefined)).rejects.toMatchObject({
        code: '42501',
      });
    }
  });

  it('wall: it does not see what others are asking', async () => {
    const { rows: seen } = await withClient(logins.get(schema)!, (client) =>
      client.query(
        `SELECT query FROM pg_stat_activity WHERE usename <> current_user AND query NOT IN ('', '<insufficient privilege>')`,
      ),
    );
    expect(seen).toEqual([]);
  });
});

/* What a service may only add to. Whoever owned such a table, its schema or its functions could change what it says. */
const keptTables = (): Promise<{ schema: string; table: string }[]> =>
  asSuperuser(
    `SELECT relnamespace::regnamespace::text AS schema, relname AS table FROM pg_class
      WHERE relkind = 'r' AND pg_get_userbyid(relowner) ~ '_keeper$' ORDER BY 1, 2`,
  );

/* `t` is the table with its schema, `me` the login, `keeper` its owner. */
const attemptsOnKept: readonly ((t: string, me: string, keeper: string) => string)[] = [
  (t) => `DELETE FROM ${t}`,
  (t) => `TRUNCATE ${t}`,
  (t) => `DROP TABLE ${t}`,
  (t) => `DROP SCHEMA ${t.split('.')[0]} CASCADE`,
  (t) => `ALTER SCHEMA ${t.split('.')[0]} RENAME TO elsewhere`,
  (t) => `ALTER TABLE ${t} RENAME TO elsewhere`,
  (t) => `ALTER TABLE ${t} SET SCHEMA public`,
  (t) => `ALTER TABLE ${t} ADD COLUMN n int`,
  (t) => `ALTER TABLE ${t} DROP COLUMN mac`,
  (t) => `ALTER TABLE ${t} DISABLE TRIGGER ALL`,
  (t, me) => `ALTER TABLE ${t} OWNER TO ${me}`,
  (t) => `CREATE TRIGGER mine BEFORE INSERT ON ${t} EXECUTE FUNCTION suppress_redundant_updates_trigger()`,
  (t) => `CREATE RULE mine AS ON INSERT TO ${t} DO INSTEAD NOTHING`,
  (t) => `CREATE TABLE ${t}_child () INHERITS (${t})`,
  (_, __, keeper) => `SET ROLE ${keeper}`,
  (_, me, keeper) => `GRANT ${keeper} TO ${me}`,
  (t) =>
    `CREATE OR REPLACE FUNCTION ${t.split('.')[0]}.refuse_step_of_chain() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`,
  (t) => `DROP FUNCTION ${t.split('.')[0]}.refuse_change_of_chain() CASCADE`,
  (t) => `ALTER FUNCTION ${t.split('.')[0]}.refuse_change_of_chain() RENAME TO elsewhere`,
  (t) =>
    `CREATE OR REPLACE FUNCTION ${t.split('.')[0]}.chain_kept_days() RETURNS integer LANGUAGE sql AS 'SELECT 0'`,
  (t) => `ALTER FUNCTION ${t.split('.')[0]}.forget_chain(text, bigint, bytea) SET search_path = pg_temp`,
];

describe('tables that a service may only add to', () => {
  it('wall: the audit and its head are such tables, and another start of the launcher leaves them so', async () => {
    const kept = [
      { schema: 'identity', table: 'audit_event' },
      { schema: 'identity', table: 'audit_head' },
    ];
    expect(await keptTables()).toEqual(kept);
    await loginOf(place.url, 'identity');
    expect(await keptTables()).toEqual(kept);
  });

  it('wall: the login of the service deletes, replaces, renames and takes back none of them', async () => {
    for (const { schema, table } of await keptTables()) {
      const me = `"${roleOf(schema)}"`;
      const answers = await withClient(logins.get(schema)!, async (client) => {
        const found: [string, string][] = [];
        for (const attempt of attemptsOnKept) {
          const sql = attempt(`${schema}.${table}`, me, `"${roleOf(schema)}_keeper"`);
          const answer = client.query(sql).then(
            () => 'done',
            (error: { code: string }) => error.code,
          );
          found.push([sql, await answer]);
        }
        /* A grant without the right to grant is only a warning. */
        await client.query(`GRANT ALL ON ${schema}.${table} TO ${me}`).catch(() => undefined);
        return found;
      });
      expect(answers.filter(([, code]) => code !== '42501')).toEqual([]);
      const [rights] = await asSuperuser(
        `SELECT has_table_privilege($1, $2, 'UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER') AS changes`,
        [roleOf(schema), `${schema}.${table}`],
      );
      expect(rights).toEqual({ changes: false });
    }
  });

  it('wall: the start of a chain moves for no event younger than provisioning said and not past its end, and no table of the service becomes one', async () => {
    await withClient(logins.get('identity')!, async (client) => {
      const add = `INSERT INTO identity.audit_event (position, at, action, success, severity, request_id, details, mac)
        VALUES ($1, now() - $2::interval, 'login', true, 'info', 'r', '{}', '')`;
      const forget = (position: number) =>
        client.query(`SELECT identity.forget_chain('audit', $1, '') AS gone`, [position]);
      for (const [position, age] of [
        [1, '366 days'],
        [2, '366 days'],
        [3, '364 days'],
        [4, '366 days'],
      ]) {
        await client.query(add, [position, age]);
        await client.query('UPDATE identity.audit_head SET position = $1', [position]);
      }
      /* Who provisions says from which age events may go; identity's login cannot. */
      await expect(forget(2)).rejects.toThrow('for ever');
      for (const days of [400, undefined]) {
        await loginOf(place.url, 'identity', days);
        await expect(forget(2)).rejects.toThrow('kept for 400 days');
      }
      await loginOf(place.url, 'identity', 365);
      for (const refused of [0, 3, 4, 5])
        await expect(forget(refused)).rejects.toMatchObject({ code: '42501' });
      expect((await forget(2)).rows).toEqual([{ gone: 2 }]);
      expect((await client.query('SELECT position FROM identity.audit_event ORDER BY 1')).rows).toEqual([
        { position: 3 },
        { position: 4 },
      ]);
      await expect(
        client.query('UPDATE identity.audit_head SET start_position = 4, position = 5'),
      ).rejects.toMatchObject({ code: '42501' });
      await expect(client.query(`SELECT identity.keep_chain('audit')`)).rejects.toMatchObject({
        code: '42501',
      });
      await client.query(`CREATE TABLE identity.own_event (position bigint, at timestamptz, mac bytea);
        CREATE TABLE identity.own_head (position bigint, mac bytea)`);
      await expect(client.query(`SELECT identity.forget_chain('own', 1, '')`)).rejects.toMatchObject({
        code: '42501',
      });
    });
  });
});
