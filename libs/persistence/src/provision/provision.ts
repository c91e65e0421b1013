import { type Client, escapeIdentifier, escapeLiteral } from 'pg';
import { isLoginRefusal } from '../database/database-errors.js';
import { makeKeeping } from './kept-chain.js';
import { setLoginDefaults } from './login-defaults.js';
import { jobsSchema, keeperOf, loginOf, type PasswordOf, roleOf } from './login.js';
import { withClient } from './with-client.js';

/**
 * Makes each service's wall, as an owner of the database who may create roles: a login of its own, which is a member of no role and
 * has no administrative right, and two schemas that only it may use. The schema of its tables belongs to a keeper that nobody can be, and
 * so do tables that the service may only add to. What an earlier version made is changed to that.
 * @param keptDays is the age at which the keeper lets events of such a table go; see `Keeping`.
 */
export async function provision(
  url: string,
  schemas: readonly string[],
  passwordOf: PasswordOf,
  keptDays?: number | null,
): Promise<void> {
  for (const schema of schemas) {
    if (!/^[a-z][a-z0-9_]*$/.test(schema)) throw new Error(`Bad schema name ${schema}`);
  }
  await withClient(url, async (client) => {
    await client.query("SELECT pg_advisory_lock(hashtextextended('argus-provision', 0))");
    await client.query('CREATE EXTENSION IF NOT EXISTS btree_gist');
    const server = await present(client);
    await closeToPublic(client, server);
    for (const schema of schemas) {
      const role = roleOf(url, schema);
      const keeper = keeperOf(url, schema);
      await makeRole(client, role, server);
      await makeKeeper(client, keeper, role, server);
      if (!(await canLogIn(loginOf(url, schema, passwordOf))))
        await client.query(
          `ALTER ROLE ${escapeIdentifier(role)} LOGIN PASSWORD ${escapeLiteral(passwordOf(role))}`,
        );
      await own(client, { schema, owner: keeper, service: role });
      await own(client, { schema: jobsSchema(schema), owner: role, service: role });
      await setLoginDefaults(client, { database: server.database, role, schema });
      await makeKeeping(client, { schema, service: role, keeper, keptDays });
    }
  });
}

interface Present {
  readonly database: string;
  readonly superuser: boolean;
}

async function present(client: Client): Promise<Present> {
  const { rows } = await client.query<Present>(
    'SELECT current_database() AS database, rolsuper AS superuser FROM pg_roles WHERE rolname = current_user',
  );
  return rows[0]!;
}

/* What every role may do otherwise: connect, make temporary tables and large objects, and create in `public`. */
async function closeToPublic(client: Client, { database, superuser }: Present): Promise<void> {
  await client.query(`REVOKE ALL ON DATABASE ${escapeIdentifier(database)} FROM PUBLIC`);
  await client.query('REVOKE CREATE ON SCHEMA public FROM PUBLIC');
  if (!superuser) return;
  const { rows: functions } = await client.query<{ signature: string }>(
    `SELECT oid::regprocedure::text AS signature FROM pg_proc
      WHERE pronamespace = 'pg_catalog'::regnamespace AND proname ~ '^lo(_|read$|write$)'
        AND has_function_privilege('public', oid, 'EXECUTE')`,
  );
  for (const { signature } of functions)
    await client.query(`REVOKE EXECUTE ON FUNCTION pg_catalog.${signature} FROM PUBLIC`);
}

const DUPLICATE_OBJECT = '42710';
const UNIQUE_VIOLATION = '23505';

async function createRole(client: Client, role: string, attributes: string): Promise<void> {
  try {
    await client.query(`CREATE ROLE ${escapeIdentifier(role)} ${attributes}`);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code !== DUPLICATE_OBJECT && code !== UNIQUE_VIOLATION) throw error;
  }
}

/** Only a member of the service's role can take a table that the service made. */
async function makeKeeper(
  client: Client,
  keeper: string,
  service: string,
  { superuser }: Present,
): Promise<void> {
  const name = escapeIdentifier(keeper);
  await createRole(client, keeper, 'NOLOGIN');
  await client.query(`GRANT ${escapeIdentifier(service)} TO ${name}`);
  if (!superuser) await client.query(`GRANT ${name} TO CURRENT_USER`);
}

async function makeRole(client: Client, role: string, { database, superuser }: Present): Promise<void> {
  const name = escapeIdentifier(role);
  await createRole(client, role, 'LOGIN NOINHERIT');
  const { rows } = await client.query<Attributes>(
    `SELECT rolsuper AS superuser, rolcreaterole AS createrole, rolcreatedb AS createdb,
            rolreplication AS replication, rolbypassrls AS bypassrls, rolinherit AS inherit
       FROM pg_roles WHERE rolname = $1`,
    [role],
  );
  const surplus = Object.entries(rows[0]!).filter(([, has]) => has);
  if (surplus.length > 0)
    await client.query(`ALTER ROLE ${name} ${surplus.map(([attribute]) => `NO${attribute}`).join(' ')}`);
  const { rows: groups } = await client.query<{ name: string }>(
    `SELECT roleid::regrole::text AS name FROM pg_auth_members WHERE member = $1::regrole`,
    [name],
  );
  for (const group of groups) await client.query(`REVOKE ${group.name} FROM ${name}`);
  /* Only who may become a role may give it a schema. */
  if (!superuser) await client.query(`GRANT ${name} TO CURRENT_USER`);
  await client.query(`GRANT CONNECT, TEMPORARY ON DATABASE ${escapeIdentifier(database)} TO ${name}`);
}

type Attributes = Record<
  'superuser' | 'createrole' | 'createdb' | 'replication' | 'bypassrls' | 'inherit',
  boolean
>;

async function canLogIn(url: string): Promise<boolean> {
  try {
    await withClient(url, async () => undefined);
    return true;
  } catch (error) {
    if (isLoginRefusal(error)) return false;
    throw error;
  }
}

interface Owned {
  readonly schema: string;
  readonly owner: string;
  readonly service: string;
}

/** Gives the schema to its owner and what is in it to the service, but for what the owner keeps. */
async function own(client: Client, { schema, owner, service }: Owned): Promise<void> {
  const name = escapeIdentifier(owner);
  await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema} AUTHORIZATION ${name}`);
  const { rows: spaces } = await client.query(
    'SELECT 1 FROM pg_namespace WHERE nspname = $1 AND nspowner <> $2::regrole',
    [schema, name],
  );
  if (spaces.length > 0) await client.query(`ALTER SCHEMA ${schema} OWNER TO ${name}`);
  const { rows } = await client.query<{ kind: string; object: string }>(foreignObjects, [
    schema,
    [owner, service],
  ]);
  for (const { kind, object } of rows)
    await client.query(`ALTER ${kind} ${object} OWNER TO ${escapeIdentifier(service)}`);
  const { rows: entitled } = await client.query<{ name: string }>(
    `SELECT DISTINCT CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END AS name
       FROM pg_namespace, aclexplode(nspacl) WHERE nspname = $1 AND grantee <> nspowner AND grantee <> $2::regrole`,
    [schema, escapeIdentifier(service)],
  );
  for (const other of entitled) await client.query(`REVOKE ALL ON SCHEMA ${schema} FROM ${other.name}`);
  if (owner !== service)
    await client.query(`GRANT USAGE, CREATE ON SCHEMA ${schema} TO ${escapeIdentifier(service)}`);
}

/* Indexes and columns' sequences follow their tables. */
const foreignObjects = `
  WITH owner AS (SELECT oid FROM pg_roles WHERE rolname = ANY($2)),
       space AS (SELECT oid FROM pg_namespace WHERE nspname = $1)
  SELECT CASE relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END AS kind,
         class.oid::regclass::text AS object
    FROM pg_class class JOIN space ON space.oid = relnamespace
   WHERE relkind IN ('r', 'p', 'v', 'm', 'S') AND relowner NOT IN (SELECT oid FROM owner)
     AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = class.oid
                       AND deptype IN ('a', 'i') AND refclassid = 'pg_class'::regclass AND relkind = 'S')
  UNION ALL
  SELECT 'ROUTINE', proc.oid::regprocedure::text FROM pg_proc proc JOIN space ON space.oid = pronamespace
   WHERE proowner NOT IN (SELECT oid FROM owner)
  UNION ALL
  SELECT 'TYPE', type.oid::regtype::text FROM pg_type type JOIN space ON space.oid = typnamespace
   WHERE typowner NOT IN (SELECT oid FROM owner) AND typtype IN ('e', 'd')`;
