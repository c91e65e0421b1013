import { rowsOf } from '@argus/testing/installation';
import type { ChaosTarget } from './chaos-target.js';

const keyPattern = (run: string): string => `kx${run}[0-9]{8}e`;

/** Time between readings, as machines measure; at a thousand a second each late one is replayed over 20,000. */
export const READING_STEP_MS = 1000;

/** Counts readings by the index of their write, of which each stored `batch`. */
export const countedReadings = (batch: number): string =>
  `SELECT floor((extract(epoch FROM measured_at) * 1000 - $2::float8) / ${batch * READING_STEP_MS} + 0.0001)::int AS index, count(*)::int AS rows
     FROM equipment.reading WHERE equipment_id = $1 GROUP BY 1`;

/** Counts production counts by the index of their write. */
export const countedPieces = `SELECT total AS index, count(*)::int AS rows FROM equipment.production_count
  WHERE equipment_id = $1 AND $2::float8 > 0 GROUP BY 1`;

/** Counts the rows of a table by key. */
export const countByKey = (table: string, run: string): string =>
  `SELECT substring(row_of.text FROM '${keyPattern(run)}') AS key, count(*)::int AS rows
     FROM (SELECT t::text AS text FROM ${table} t) row_of WHERE row_of.text ~ '${keyPattern(run)}' GROUP BY 1`;

/** Age in seconds of the oldest event that no bus has yet, in all services; 0 when all were handed over. */
export async function oldestUnpublishedSeconds(platform: ChaosTarget): Promise<number> {
  const outboxes = await rowsOf<{ schema: string }>(
    platform,
    `SELECT table_schema AS schema FROM information_schema.tables WHERE table_name = 'outbox_message'`,
  );
  const ages = outboxes.map(
    ({ schema }) =>
      `SELECT extract(epoch FROM now() - min(created_at))::float8 AS age
         FROM ${schema}.outbox_message WHERE published_at IS NULL`,
  );
  const rows = await rowsOf<{ age: number | null }>(platform, ages.join(' UNION ALL '));
  return Math.max(0, ...rows.map(({ age }) => age ?? 0));
}
