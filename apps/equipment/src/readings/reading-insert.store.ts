import { Instant } from '@argus/contracts';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Database, violatedConstraint } from '@argus/persistence';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { EntityManager } from 'typeorm';
import { copyPieces, copyPiecesWithMeasurements } from './copy-format.js';
import type { StoredReading } from './values/stored-reading.js';

const COLUMNS = 'equipment_id, measured_at, id, received_at, temperature, speed, pressure, quality';
const ALL_COLUMNS = `${COLUMNS}, measurements`;

/* For fewer rows, one statement with arrays is faster than COPY with its round trips. */
const MIN_ROWS_TO_COPY = 200;

/**
 * Inserts readings, but for those whose machine has one of the same time already. Returns the ids that were stored;
 * undefined if all were.
 */
export async function insertReadings(
  database: Database,
  tx: EntityManager,
  readings: readonly StoredReading[],
): Promise<Set<number> | undefined> {
  if (readings.length >= MIN_ROWS_TO_COPY)
    return database.copyIn(tx, (client) => copyReadings(client, readings));
  const rows = await database.preparedIn<{ id: number }>(tx, 'reading.insert', INSERT, [
    readings.map(({ equipmentId }) => equipmentId),
    readings.map(({ measuredAtUs }) => Instant.ofUs(measuredAtUs)),
    readings.map(({ id }) => id),
    readings.map(({ receivedAtUs }) => Instant.ofUs(receivedAtUs)),
    readings.map(({ temperature }) => temperature),
    readings.map(({ speed }) => speed),
    readings.map(({ pressure }) => pressure),
    readings.map(({ quality }) => quality),
    readings.map(({ measurements }) => (measurements === undefined ? '{}' : JSON.stringify(measurements))),
  ]);
  return rows.length === readings.length ? undefined : new Set(rows.map(({ id }) => id));
}

/** Like `insertReadings`, by COPY. */
async function copyReadings(
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

/** Copies to a temporary table first, because COPY itself cannot skip conflicts. */
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

const INSERT = `
  INSERT INTO reading (equipment_id, measured_at, id, received_at, temperature, speed, pressure, quality, measurements)
  SELECT * FROM unnest($1::bigint[], $2::timestamptz[], $3::bigint[], $4::timestamptz[], $5::float8[], $6::float8[],
                       $7::float8[], $8::smallint[], $9::jsonb[])
  ON CONFLICT (equipment_id, measured_at) DO NOTHING RETURNING id`;
