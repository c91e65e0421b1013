import { Client } from 'pg';
import { columnTypes } from '../columns/column-types.js';

/** Runs `work` on its own connection, outside any pool. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 3000,
    types: columnTypes,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const roleName = (schema: string): string => `argus_${schema}`;
export const jobsSchema = (schema: string): string => `${schema}_jobs`;

/**
 * Creates for each service a schema, a schema for its jobs, and a role that owns these two only. A user who may not
 * create roles (managed Postgres) gets the schemas alone; services then share that user's rights.
 */
export async function provision(
  url: string,
  schemas: readonly string[],
): Promise<{ readonly roles: boolean }> {
  for (const schema of schemas) {
    if (!/^[a-z][a-z0-9_]*$/.test(schema)) throw new Error(`Bad schema name ${schema}`);
  }
  return withClient(url, async (client) => {
    await client.query("SELECT pg_advisory_lock(hashtextextended('argus-provision', 0))");
    const missing = await missingSchemas(client, schemas);
    /* If an administrator provisioned before, the services' user needs no right to create extensions. */
    if (missing.length > 0) await client.query('CREATE EXTENSION IF NOT EXISTS btree_gist');
    let roles = true;
    for (const schema of missing) {
      roles = roles && (await makeRole(client, roleName(schema)));
      const owner = roles ? ` AUTHORIZATION ${roleName(schema)}` : '';
      for (const name of [schema, jobsSchema(schema)])
        await client.query(`CREATE SCHEMA IF NOT EXISTS ${name}${owner}`);
    }
    return { roles };
  });
}

/** Returns the schemas that do not exist yet, or whose jobs schema does not. */
async function missingSchemas(client: Client, schemas: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT nspname AS name FROM pg_namespace WHERE nspname = ANY($1)',
    [schemas.flatMap((schema) => [schema, jobsSchema(schema)])],
  );
  const present = new Set(rows.map(({ name }) => name));
  return schemas.filter((schema) => !present.has(schema) || !present.has(jobsSchema(schema)));
}

const DUPLICATE_OBJECT = '42710';
const UNIQUE_VIOLATION = '23505';
const INSUFFICIENT_PRIVILEGE = '42501';

async function makeRole(client: Client, role: string): Promise<boolean> {
  try {
    await client.query(`CREATE ROLE ${role} NOLOGIN`);
  } catch (error) {
    const { code } = error as { code?: string };
    /* Roles belong to the whole server: provisioning of another database may create the same one concurrently. */
    if (code === INSUFFICIENT_PRIVILEGE) return false;
    if (code !== DUPLICATE_OBJECT && code !== UNIQUE_VIOLATION) throw error;
  }
  const { rows } = await client.query<{ member: boolean }>("SELECT pg_has_role($1, 'MEMBER') AS member", [
    role,
  ]);
  if (rows[0]?.member) return true;
  await client.query(`GRANT ${role} TO CURRENT_USER`);
  return true;
}

/** Returns the schema's own role if the user may take it; undefined means the user works under its own role. */
export async function roleFor(url: string, schema: string): Promise<string | undefined> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ role: string }>(
      `SELECT owner.rolname AS role FROM pg_namespace space JOIN pg_roles owner ON owner.oid = space.nspowner
        WHERE space.nspname = $1 AND owner.rolname = $2 AND pg_has_role(owner.oid, 'MEMBER')`,
      [schema, roleName(schema)],
    );
    return rows[0]?.role;
  });
}
