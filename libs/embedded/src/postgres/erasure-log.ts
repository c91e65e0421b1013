import { Client, escapeIdentifier } from 'pg';

/** Destroyed keys by schema: random ids and times, which name nobody. Kept outside of the archives that came before. */
export type ErasureLog = Readonly<Record<string, readonly { readonly keyId: string; readonly at: string }[]>>;

/** Returns what every schema with a table of erasures has destroyed. */
export function readErasures(url: string): Promise<ErasureLog> {
  return connected(url, async (client) => {
    const log: Record<string, ErasureLog[string]> = {};
    for (const schema of await schemasWithKeys(client)) {
      const { rows } = await client.query<{ keyId: string; at: string }>(
        `SELECT key_id AS "keyId", to_json(at) AS at FROM ${escapeIdentifier(schema)}.erasure AS erasure ORDER BY erasure.at, key_id`,
      );
      log[schema] = rows;
    }
    return log;
  });
}

/** Destroys the keys again in a restored database. Returns how many it had brought back. */
export function replayErasures(url: string, log: ErasureLog): Promise<number> {
  return connected(url, async (client) => {
    let destroyed = 0;
    for (const schema of await schemasWithKeys(client)) {
      const erasures = log[schema] ?? [];
      const name = escapeIdentifier(schema);
      const { rowCount } = await client.query(
        `WITH given AS (SELECT * FROM unnest($1::uuid[], $2::timestamptz[]) AS given (key_id, at)),
              noted AS (INSERT INTO ${name}.erasure (key_id, at) SELECT key_id, at FROM given ON CONFLICT DO NOTHING)
         DELETE FROM ${name}.data_key WHERE id IN (SELECT key_id FROM given)`,
        [erasures.map(({ keyId }) => keyId), erasures.map(({ at }) => at)],
      );
      destroyed += rowCount ?? 0;
    }
    return destroyed;
  });
}

/**
 * Keeps a restored database from acting beside the original, which would be told or seen twice: pauses the receivers of webhooks and puts
 * watched cameras into maintenance. Returns how many of each.
 */
export async function quietenCopy(url: string): Promise<{ webhooks: number; cameras: number }> {
  return connected(url, async (client) => ({
    webhooks: await changedIn(client, 'webhook', `status = 'paused' WHERE status = 'active'`),
    cameras: await changedIn(client, 'camera', 'maintenance = true WHERE watch AND NOT maintenance'),
  }));
}

/** Changes rows of a table of attendance, which a part of a platform need not have. */
async function changedIn(client: Client, table: string, change: string): Promise<number> {
  const { rows } = await client.query<{ known: boolean }>('SELECT to_regclass($1) IS NOT NULL AS known', [
    `attendance.${table}`,
  ]);
  if (!rows[0]!.known) return 0;
  const { rowCount } = await client.query(`UPDATE attendance.${table} SET ${change}`);
  return rowCount ?? 0;
}

async function schemasWithKeys(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT nspname AS name FROM pg_namespace
      WHERE to_regclass(quote_ident(nspname) || '.erasure') IS NOT NULL
        AND to_regclass(quote_ident(nspname) || '.data_key') IS NOT NULL ORDER BY nspname`,
  );
  return rows.map(({ name }) => name);
}

async function connected<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
