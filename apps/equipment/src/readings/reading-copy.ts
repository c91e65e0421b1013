import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { violatedConstraint } from '@argus/persistence';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { copyPieces, copyPiecesWithMeasurements } from './copy-format.js';
import type { StoredReading } from './values/stored-reading.js';

const COLUMNS = 'equipment_id, measured_at, id, received_at, temperature, speed, pressure, quality';
const ALL_COLUMNS = `${COLUMNS}, measurements`;

/**
 * Copies readings into the table; those whose moment is taken are left out. Answers the ids that were stored, undefined
 * where it was all of them.
 */
export async function copyReadings(
  client: PoolClient,
  readings: readonly StoredReading[],
): Promise<Set<number> | undefined> {
  await client.query('SAVEPOINT readings');
  try {
    await copy(client, 'reading', readings);
    await client.query('RELEASE SAVEPOINT readings');
    return undefined;
  } catch (error) {
    if (violatedConstraint(error) === undefined) throw error;
    await client.query('ROLLBACK TO SAVEPOINT readings');
  }
  return copyNewOnes(client, readings);
}

/** By way of a table of the transaction's own, for COPY itself knows no conflicts. */
async function copyNewOnes(client: PoolClient, readings: readonly StoredReading[]): Promise<Set<number>> {
  await client.query(
    'CREATE TEMPORARY TABLE IF NOT EXISTS sent_reading (LIKE reading INCLUDING DEFAULTS) ON COMMIT DELETE ROWS',
  );
  await copy(client, 'sent_reading', readings);
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO reading (${ALL_COLUMNS}) SELECT ${ALL_COLUMNS} FROM sent_reading ORDER BY id
     ON CONFLICT (equipment_id, measured_at) DO NOTHING RETURNING id`,
  );
  await client.query('DELETE FROM sent_reading');
  return new Set(rows.map(({ id }) => id));
}

async function copy(client: PoolClient, table: string, readings: readonly StoredReading[]): Promise<void> {
  const isFurther = readings.some(({ measurements }) => measurements !== undefined);
  const pieces = isFurther ? copyPiecesWithMeasurements(readings) : copyPieces(readings);
  const columns = isFurther ? ALL_COLUMNS : COLUMNS;
  await pipeline(
    Readable.from(pieces),
    client.query(copyFrom(`COPY ${table} (${columns}) FROM STDIN WITH (FORMAT binary)`)),
  );
}
