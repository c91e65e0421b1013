import { Instant } from '@argus/contracts';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Database, violatedConstraint } from '@argus/persistence';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { EntityManager } from 'typeorm';
import { copyPieces, copyPiecesWithMeasurements } from './copy-format.js';
import type { DuplicateReading } from './values/reading-outcome.js';
import type { StoredReading } from './values/stored-reading.js';

const COLUMNS = 'equipment_id, measured_at, id, received_at, temperature, speed, pressure, quality';
const ALL_COLUMNS = `${COLUMNS}, measurements`;

/* For fewer rows, one statement with arrays is faster than COPY with its round trips. */
const MIN_ROWS_TO_COPY = 200;

/** By the ids of the readings that were to be inserted. */
export type Duplicates = ReadonlyMap<number, DuplicateReading>;

const none: Duplicates = new Map();

/** Inserts readings, but for those whose machine has one of the same time already. Returns those. */
export async function insertReadings(
  database: Database,
  tx: EntityManager,
  readings: readonly StoredReading[],
): Promise<Duplicates> {
  if (readings.length >= MIN_ROWS_TO_COPY)
    return database.copyIn(tx, (client) => copyReadings(client, readings));
  const rows = await database.preparedIn<{ id: number }>(
    tx,
    'reading.insert',
    INSERT,
    columnsOf(
      readings,
      ({ receivedAtUs }) => Instant.ofUs(receivedAtUs),
      ({ quality }) => quality,
    ),
  );
  if (rows.length === readings.length) return none;
  const stored = new Set(rows.map(({ id }) => id));
  const others = readings.filter(({ id }) => !stored.has(id));
  return byId(
    await database.preparedIn<DuplicateRow>(tx, 'reading.duplicates', SENT_DUPLICATES, columnsOf(others)),
  );
}

interface DuplicateRow extends DuplicateReading {
  readonly sentId: number;
}

const byId = (rows: readonly DuplicateRow[]): Duplicates =>
  new Map(
    rows.map(({ sentId, existingId, isConflict }) => [
      sentId,
      { existingId: existingId ?? undefined, isConflict },
    ]),
  );

/** Like `insertReadings`, by COPY. */
async function copyReadings(client: PoolClient, readings: readonly StoredReading[]): Promise<Duplicates> {
  await client.query('SAVEPOINT readings');
  try {
    await copy(client, 'reading', readings);
    await client.query('RELEASE SAVEPOINT readings');
    return none;
  } catch (error) {
    if (violatedConstraint(error) === undefined) throw error;
    await client.query('ROLLBACK TO SAVEPOINT readings');
  }
  return copyNewOnes(client, readings);
}

/** Copies to a temporary table first, because COPY itself cannot skip conflicts. */
async function copyNewOnes(client: PoolClient, readings: readonly StoredReading[]): Promise<Duplicates> {
  await client.query(
    'CREATE TEMPORARY TABLE IF NOT EXISTS sent_reading (LIKE reading INCLUDING DEFAULTS) ON COMMIT DELETE ROWS',
  );
  await copy(client, 'sent_reading', readings);
  await client.query(
    `INSERT INTO reading (${ALL_COLUMNS}) SELECT ${ALL_COLUMNS} FROM sent_reading ORDER BY id
     ON CONFLICT (equipment_id, measured_at) DO NOTHING`,
  );
  const { rows } = await client.query<DuplicateRow>(duplicatesIn('sent_reading'));
  await client.query('DELETE FROM sent_reading');
  return byId(rows);
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

/** Returns the readings as arrays: machine, time and id, what the others give, and the values. */
const columnsOf = (
  readings: readonly StoredReading[],
  ...others: readonly ((reading: StoredReading) => unknown)[]
): unknown[] => [
  readings.map(({ equipmentId }) => equipmentId),
  readings.map(({ measuredAtUs }) => Instant.ofUs(measuredAtUs)),
  readings.map(({ id }) => id),
  readings.map(({ temperature }) => temperature),
  readings.map(({ speed }) => speed),
  readings.map(({ pressure }) => pressure),
  readings.map(({ measurements }) => (measurements === undefined ? '{}' : JSON.stringify(measurements))),
  ...others.map((other) => readings.map(other)),
];

const SENT =
  '$1::bigint[], $2::timestamptz[], $3::bigint[], $4::float8[], $5::float8[], $6::float8[], $7::jsonb[]';
const SENT_COLUMNS = 'equipment_id, measured_at, id, temperature, speed, pressure, measurements';

const INSERT = `
  INSERT INTO reading (${SENT_COLUMNS}, received_at, quality)
  SELECT * FROM unnest(${SENT}, $8::timestamptz[], $9::smallint[])
  ON CONFLICT (equipment_id, measured_at) DO NOTHING RETURNING id`;

/* Values that were converted from other units may differ in their last digits. */
const differs = (column: string): string =>
  `abs(r.${column} - s.${column}) > 1e-9 * greatest(1, abs(s.${column}))`;

/** Selects the rows of `sent` that were not inserted. Lateral, since for a join the planner may read the whole table. */
const duplicatesIn = (sent: string): string => `
  SELECT s.id AS "sentId", r.id AS "existingId",
         coalesce(${['temperature', 'speed', 'pressure'].map(differs).join(' OR ')}
                  OR NOT r.measurements @> s.measurements, false) AS "isConflict"
    FROM ${sent} s LEFT JOIN LATERAL (
      SELECT id, temperature, speed, pressure, measurements FROM reading
       WHERE equipment_id = s.equipment_id AND measured_at = s.measured_at OFFSET 0) r ON true
   WHERE r.id IS DISTINCT FROM s.id`;

const SENT_DUPLICATES = duplicatesIn(`(SELECT * FROM unnest(${SENT}) AS t (${SENT_COLUMNS}))`);
