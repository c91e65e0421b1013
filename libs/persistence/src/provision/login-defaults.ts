import { type Client, escapeIdentifier } from 'pg';

const second = 1000;

/* The budget of a request: gateway 10 s > service 8 s > statement 5 s > lock 2 s. */
const defaultsOf = (schema: string): Readonly<Record<string, string>> => ({
  search_path: `${schema}, public`,
  TimeZone: 'UTC',
  statement_timeout: `${5 * second}`,
  lock_timeout: `${2 * second}`,
  idle_in_transaction_session_timeout: `${60 * second}`,
});

/** A login lacks what `provision` of this version gives it. */
export class NotProvisioned extends Error {
  override readonly name = 'NotProvisioned';
}

/** Gives each session of a login its schema and limits. A pooler between service and Postgres passes no parameters of the start on. */
export async function setLoginDefaults(
  client: Client,
  { database, role, schema }: { readonly database: string; readonly role: string; readonly schema: string },
): Promise<void> {
  const place = `${escapeIdentifier(role)} IN DATABASE ${escapeIdentifier(database)}`;
  const statements = Object.entries(defaultsOf(schema)).map(
    ([name, value]) => `ALTER ROLE ${place} SET ${name} TO ${name === 'search_path' ? value : `'${value}'`}`,
  );
  await client.query(statements.join('; '));
}

/** Throws NotProvisioned unless the connection's sessions have the service's schema, limits and UTC. An operator may choose other limits. */
export async function assertLoginDefaults(client: Client, schema: string): Promise<void> {
  const wanted = defaultsOf(schema);
  const { rows } = await client.query<{ login: string; name: string; value: string }>(
    'SELECT session_user AS login, name, setting AS value FROM pg_settings WHERE name = ANY($1)',
    [Object.keys(wanted)],
  );
  const wrong = rows
    .filter(({ name, value }) => (name.endsWith('_timeout') ? value === '0' : value !== wanted[name]))
    .map(({ name, value }) => `${name} = ${value}`);
  if (wrong.length > 0)
    throw new NotProvisioned(
      `${rows[0]!.login} is not made ready for this version (${wrong.join(', ')}): run \`npm run keys -- database\`, which a launcher does by itself`,
    );
}
