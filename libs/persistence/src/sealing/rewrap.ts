import { escapeIdentifier, type Client } from 'pg';
import { withClient } from '../provision/with-client.js';
import { dataKeyPlace, dataKeysLock } from './data-keys.js';
import type { Sealer } from './sealer.js';

const BATCH = 500;

/**
 * Wraps every data key of a schema by the wrapping's newest key. What was sealed with the data keys stays as it is. Can be killed and
 * repeated. At its return nothing is left under an older key: whoever adds a key meanwhile reads the newest.
 */
export async function rewrapDataKeys(url: string, schema: string, wrapping: Sealer): Promise<number> {
  return withClient(url, async (client) => {
    /* An operator waits, no request does. */
    await client.query('SET lock_timeout = 0; SET statement_timeout = 0');
    let total = 0;
    for (let done = BATCH; done === BATCH; total += done)
      done = await inTransaction(client, () => rewrapBatch(client, schema, wrapping));
    total += await inTransaction(client, async () => {
      await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [dataKeysLock(schema)]);
      let late = 0;
      for (let done = BATCH; done === BATCH; late += done) done = await rewrapBatch(client, schema, wrapping);
      return late;
    });
    return total;
  });
}

async function rewrapBatch(client: Client, schema: string, wrapping: Sealer): Promise<number> {
  const table = `${escapeIdentifier(schema)}.data_key`;
  const { rows } = await client.query<{ subject: string; wrapped: Buffer }>(
    `SELECT subject, wrapped FROM ${table} WHERE substring(wrapped FROM 2 FOR 4) <> $1
      ORDER BY subject LIMIT ${BATCH} FOR NO KEY UPDATE`,
    [Buffer.from(wrapping.keyId)],
  );
  const rewrapped = rows.map(({ subject, wrapped }) => {
    const place = dataKeyPlace(schema, subject);
    return Buffer.from(wrapping.seal(wrapping.open(wrapped, place), place));
  });
  await client.query(
    `UPDATE ${table} AS key SET wrapped = new.wrapped
       FROM unnest($1::text[], $2::bytea[]) AS new (subject, wrapped) WHERE key.subject = new.subject`,
    [rows.map(({ subject }) => subject), rewrapped],
  );
  return rows.length;
}

async function inTransaction<T>(client: Client, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}
