import type { Platform } from '@argus/testing';
import { databaseOf, rowsAt, rowsOf } from '@argus/testing/installation';

type Where = Pick<Platform, 'dataDirectory'>;

export const audited = async (where: Where, words: string): Promise<string[]> =>
  (
    await rowsOf<{ action: string }>(
      where,
      'SELECT DISTINCT action FROM identity.audit_event WHERE action LIKE $1 OR action LIKE $2',
      ['face-%', words],
    )
  ).map(({ action }) => action);

/** Everything that is kept of idempotent calls under a key, in hexadecimal. */
export const keptOf = (where: Where, key: string): Promise<{ fingerprint: string }[]> =>
  rowsOf(
    where,
    `SELECT encode(fingerprint, 'hex') AS fingerprint FROM identity.idempotent_reply WHERE key = $1`,
    [key],
  );

/* Who keeps watch over the embedded server is its launcher, which knows the password anyway. */
export const superusersConnected = (where: Where): Promise<{ usename: string; application_name: string }[]> =>
  rowsOf(
    where,
    `SELECT a.usename, a.application_name, left(a.query, 80) AS query FROM pg_stat_activity a JOIN pg_roles r ON r.rolname = a.usename
     WHERE a.backend_type = 'client backend' AND a.pid <> pg_backend_pid() AND r.rolsuper AND a.application_name <> 'argus-watch'`,
  );

export const servicesConnected = (where: Where): Promise<{ usename: string }[]> =>
  rowsOf(
    where,
    `SELECT DISTINCT usename FROM pg_stat_activity WHERE backend_type = 'client backend' AND usename <> 'postgres'`,
  );

export const schemasOf = async (where: Where): Promise<string[]> =>
  (
    await rowsOf<{ name: string }>(
      where,
      `SELECT DISTINCT table_schema AS name FROM information_schema.tables t
       WHERE EXISTS (SELECT FROM information_schema.tables m WHERE m.table_schema = t.table_schema AND table_name = 'migration')`,
    )
  ).map(({ name }) => name);

/** What a service might say on its own connection to become more than it is. Any that returns is a way through the wall. */
export const escapes: readonly string[] = [
  'SET ROLE NONE; SELECT count(*) FROM vision.template',
  'RESET ROLE; SELECT count(*) FROM identity.account',
  'SET SESSION AUTHORIZATION postgres',
  'SET ROLE postgres',
  `COPY (SELECT 1) TO PROGRAM 'true'`,
  `COPY (SELECT 1) TO '/tmp/argus-attack'`,
  `SELECT pg_read_file('PG_VERSION')`,
  'DELETE FROM identity.audit_event',
  'ALTER TABLE identity.audit_event DISABLE TRIGGER ALL',
  'CREATE ROLE attacker SUPERUSER LOGIN',
];

/** What a service may do on its own connection. */
export const readingOwn = (schema: string): string => `SELECT count(*) FROM ${schema}.migration`;

export const readsFrom = (schema: string, sql: string): boolean =>
  sql.includes(`SELECT count(*) FROM ${schema}.`);

/** Returns what happened to a statement that a service sends: an error, or undefined if it went through. */
export const refusalOf = (url: string, sql: string): Promise<string | undefined> =>
  rowsAt(url, sql).then(
    () => undefined,
    (error: unknown) => String(error),
  );

export const passwordOfSuperuser = async (where: Where): Promise<string> =>
  decodeURIComponent(new URL(await databaseOf(where)).password);

/** Returns the number of rows of every table of every service. */
export async function tableSizes(where: Where): Promise<Map<string, number>> {
  const tables = await rowsOf<{ name: string }>(
    where,
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
      WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const counts = tables.map(({ name }) => `SELECT '${name}' AS name, count(*)::int AS count FROM ${name}`);
  const rows = await rowsOf<{ name: string; count: number }>(where, counts.join(' UNION ALL '));
  return new Map(rows.map(({ name, count }) => [name, count]));
}
