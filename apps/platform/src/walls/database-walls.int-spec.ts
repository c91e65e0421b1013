import { openDatabase, withClient } from '@argus/persistence';
import { createDatabase, loginOf, type TestDatabase } from '@argus/testing';
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

  it('wall: it is no member of a role, nobody but the superuser is a member of it, and it has no administrative right', async () => {
    const [role] = await asSuperuser(
      `SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls OR rolinherit AS strong, rolcanlogin AS "canLogIn",
              ARRAY(SELECT roleid::regrole::text FROM pg_auth_members WHERE member = role.oid) AS groups,
              ARRAY(SELECT member::regrole::text FROM pg_auth_members WHERE roleid = role.oid) AS members
         FROM pg_roles role WHERE rolname = $1`,
      [roleOf(schema)],
    );
    expect(role).toEqual({ strong: false, canLogIn: true, groups: [], members: [] });
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
