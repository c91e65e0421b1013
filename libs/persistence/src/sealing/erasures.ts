import { escapeIdentifier } from 'pg';
import { withClient } from '../provision/with-client.js';

/** A destroyed key: its random id, which names nobody, and when. */
export interface Erasure {
  readonly keyId: string;
  readonly at: Date;
}

/** Returns the erasures of a schema, oldest first: what a backup of an earlier day must be told after it was restored. */
export async function erasuresOf(url: string, schema: string): Promise<Erasure[]> {
  const { rows } = await withClient(url, (client) =>
    client.query<Erasure>(
      `SELECT key_id AS "keyId", at FROM ${escapeIdentifier(schema)}.erasure ORDER BY at, key_id`,
    ),
  );
  return rows;
}

/** Erases again in a restored schema. Returns the number of keys that the backup had brought back. */
export async function replayErasures(
  url: string,
  schema: string,
  erasures: readonly Erasure[],
): Promise<number> {
  const name = escapeIdentifier(schema);
  const { rows } = await withClient(url, (client) =>
    client.query<{ destroyed: number }>(
      `WITH given AS (SELECT * FROM unnest($1::uuid[], $2::timestamptz[]) AS given (key_id, at)),
            noted AS (INSERT INTO ${name}.erasure (key_id, at) SELECT key_id, at FROM given ON CONFLICT DO NOTHING),
            gone AS (DELETE FROM ${name}.data_key WHERE id IN (SELECT key_id FROM given) RETURNING id)
       SELECT count(*) AS destroyed FROM gone`,
      [erasures.map(({ keyId }) => keyId), erasures.map(({ at }) => at)],
    ),
  );
  return rows[0]!.destroyed;
}
