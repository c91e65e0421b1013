import type { EquipmentType } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { StoredReading } from '../values/stored-reading.js';
import { type Period, rebuildPeriod } from './rebuild-period.js';
import { summariseMeasurements } from './summarise-measurements.js';

const HOUR_S = 3600;

/** Lock order: writers lock the `rollup` row of the period first. */
@Injectable()
export class MeasurementRollupStore {
  constructor(private readonly database: Database) {}

  async add(tx: EntityManager, readings: readonly StoredReading[]): Promise<void> {
    const parts = summariseMeasurements(readings);
    if (parts.length === 0) return;
    this.database.sendIn(tx, 'measurement-rollup.add', ADD, [
      parts.map(({ equipmentId }) => equipmentId),
      parts.map(({ name }) => name),
      parts.map(({ periodS }) => periodS),
      parts.map(({ startsAtUs }) => startsAtUs / 1e6),
      parts.map(({ count }) => count),
      parts.map(({ firstAtUs }) => firstAtUs / 1e6),
      parts.map(({ lastAtUs }) => lastAtUs / 1e6),
      parts.map(({ min }) => min),
      parts.map(({ max }) => max),
      parts.map(({ sum }) => sum),
      parts.map(({ first }) => first),
      parts.map(({ last }) => last),
    ]);
  }

  /** Returns how many values are stored, but for bad ones: of one machine, or of all that have the type. */
  async count(
    tx: EntityManager,
    of: { readonly equipmentId: number } | { readonly type: EquipmentType },
    names: readonly string[],
  ): Promise<number> {
    const [column, value] = 'type' in of ? ['equipment_type', of.type] : ['id', of.equipmentId];
    const [row] = await tx.query<{ count: number }[]>(
      `SELECT coalesce(sum(count), 0)::bigint AS count FROM measurement_rollup
        WHERE equipment_id IN (SELECT id FROM equipment WHERE ${column} = $1) AND name = ANY($2) AND period_s = ${HOUR_S}`,
      [value, names],
    );
    return row!.count;
  }

  rebuild(tx: EntityManager, period: Period): Promise<void> {
    return rebuildPeriod(this.database, tx, statements, period);
  }
}

const COLUMNS =
  'equipment_id, name, period_s, starts_at, count, first_at, last_at, min, max, sum, first, last';

const ADD = `
  INSERT INTO measurement_rollup AS kept (${COLUMNS})
  SELECT equipment_id, name, period_s, to_timestamp(starts_at), count, to_timestamp(first_at), to_timestamp(last_at),
         min, max, sum, first, last
    FROM unnest($1::bigint[], $2::text[], $3::int[], $4::float8[], $5::bigint[], $6::float8[], $7::float8[], $8::float8[],
                $9::float8[], $10::float8[], $11::float8[], $12::float8[]) AS part (${COLUMNS})
   ORDER BY equipment_id, name, period_s, starts_at
  ON CONFLICT (equipment_id, name, period_s, starts_at) DO UPDATE SET
    count = kept.count + excluded.count,
    first_at = least(kept.first_at, excluded.first_at),
    last_at = greatest(kept.last_at, excluded.last_at),
    min = least(kept.min, excluded.min),
    max = greatest(kept.max, excluded.max),
    sum = kept.sum + excluded.sum,
    first = CASE WHEN excluded.first_at < kept.first_at THEN excluded.first ELSE kept.first END,
    last = CASE WHEN excluded.last_at >= kept.last_at THEN excluded.last ELSE kept.last END`;

const statements = {
  name: 'measurement-rollup',
  delete: 'DELETE FROM measurement_rollup WHERE equipment_id = $1 AND period_s = $2 AND starts_at = $3',
  insert: `
  WITH measured AS (
    SELECT measured_at, key AS name, value::float8 AS value FROM reading, jsonb_each(measurements)
     WHERE equipment_id = $1 AND measured_at >= $3 AND measured_at < $4 AND quality < 2),
  made AS (
    SELECT name, count(*), min(measured_at) AS first_at, max(measured_at) AS last_at, min(value), max(value), sum(value),
           (array_agg(value ORDER BY measured_at))[1] AS first, (array_agg(value ORDER BY measured_at DESC))[1] AS last
      FROM measured GROUP BY name),
  kept AS (
    INSERT INTO measurement_rollup (${COLUMNS})
    SELECT $1, name, $2, $3, count, first_at, last_at, min, max, sum, first, last FROM made ORDER BY name
    ON CONFLICT (equipment_id, name, period_s, starts_at) DO NOTHING RETURNING 1)
  SELECT (SELECT count(*) FROM made) = (SELECT count(*) FROM kept) AS "isComplete"`,
};
