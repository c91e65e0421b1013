import { type Instant, metrics } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { StoredReading } from '../values/stored-reading.js';
import { MeasurementRollupStore } from './measurement-rollup.store.js';
import { rebuildPeriod } from './rebuild-period.js';
import { type RollupPart, rollupPeriods, type Summary, summarise } from './summarise.js';

const figures = ['min', 'max', 'sum', 'first', 'last'] as const satisfies readonly (keyof Summary)[];
const columns = metrics.flatMap((metric) => figures.map((figure) => `${metric}_${figure}`));

@Injectable()
export class RollupStore {
  constructor(
    private readonly database: Database,
    private readonly measurements: MeasurementRollupStore,
  ) {}

  /** Adds readings, also late ones. Call it in the transaction that stores them. */
  async add(tx: EntityManager, readings: readonly StoredReading[]): Promise<void> {
    const parts = summarise(readings);
    if (parts.length === 0) return;
    this.database.sendIn(tx, 'rollup.add', ADD, [
      parts.map(({ equipmentId }) => equipmentId),
      parts.map(({ periodS }) => periodS),
      parts.map(({ startsAtUs }) => startsAtUs / 1e6),
      parts.map(({ count }) => count),
      parts.map(({ firstAtUs }) => firstAtUs / 1e6),
      parts.map(({ lastAtUs }) => lastAtUs / 1e6),
      ...metrics.flatMap((metric) =>
        figures.map((figure) => parts.map((part: RollupPart) => part[metric][figure])),
      ),
    ]);
    await this.measurements.add(tx, readings);
  }

  /** Returns the starts of the hours of a range in which machines were measured; only these, if any are given. In milliseconds since 1970. */
  async measuredHours(
    { from, to }: { readonly from: Instant; readonly to: Instant },
    equipmentIds: readonly number[] | undefined,
  ): Promise<Set<number>> {
    const rows =
      equipmentIds === undefined
        ? await this.database.prepared<{ at: number }>('rollup.measured-hours', MEASURED_HOURS, [from, to])
        : await this.database.prepared<{ at: number }>('rollup.measured-hours-of', MEASURED_HOURS_OF, [
            from,
            to,
            equipmentIds,
          ]);
    return new Set(rows.map(({ at }) => at));
  }

  /** Recomputes the minute and the hour around a time after one of their readings changed or was removed. */
  async rebuild(tx: EntityManager, equipmentId: number, at: Instant): Promise<void> {
    for (const periodS of rollupPeriods) {
      const startsAt = at.startOf(BigInt(periodS) * 1_000_000n);
      const endsAt = startsAt.plusUs(periodS * 1e6);
      const period = { equipmentId, periodS, startsAt, endsAt };
      await rebuildPeriod(this.database, tx, statements, period);
      await this.measurements.rebuild(tx, period);
    }
  }
}

/* Hour by hour, each a look into an index: the range may hold millions of minutes. */
const MEASURED_HOURS = `
  SELECT (extract(epoch FROM hour) * 1000)::float8 AS at
    FROM (SELECT date_bin('1 hour', min(starts_at), 'epoch') AS first, max(starts_at) AS last FROM rollup) AS kept,
 LATERAL generate_series(greatest(date_bin('1 hour', $1::timestamptz, 'epoch'), first),
                         least($2::timestamptz - interval '1 microsecond', last), '1 hour') AS hour,
 LATERAL (SELECT 1 FROM rollup WHERE starts_at >= hour AND starts_at < hour + interval '1 hour' LIMIT 1) AS measured`;

const MEASURED_HOURS_OF = `
  SELECT DISTINCT (extract(epoch FROM starts_at) * 1000)::float8 AS at FROM rollup
   WHERE equipment_id = ANY ($3::bigint[]) AND period_s = 3600
     AND starts_at > $1::timestamptz - interval '1 hour' AND starts_at < $2`;

/* Lock order: by machine, period and start, so that concurrent writers never deadlock. */
const ADD = `
  INSERT INTO rollup AS kept (equipment_id, period_s, starts_at, count, first_at, last_at, ${columns.join(', ')})
  SELECT equipment_id, period_s, to_timestamp(starts_at), count, to_timestamp(first_at), to_timestamp(last_at),
         ${columns.join(', ')}
    FROM unnest($1::bigint[], $2::int[], $3::float8[], $4::bigint[], $5::float8[], $6::float8[],
         ${columns.map((_, index) => `$${index + 7}::float8[]`).join(', ')})
      AS part (equipment_id, period_s, starts_at, count, first_at, last_at, ${columns.join(', ')})
   ORDER BY equipment_id, period_s, starts_at
  ON CONFLICT (equipment_id, period_s, starts_at) DO UPDATE SET
    count = kept.count + excluded.count,
    first_at = least(kept.first_at, excluded.first_at),
    last_at = greatest(kept.last_at, excluded.last_at),
    ${metrics
      .map(
        (metric) => `
    ${metric}_min = least(kept.${metric}_min, excluded.${metric}_min),
    ${metric}_max = greatest(kept.${metric}_max, excluded.${metric}_max),
    ${metric}_sum = kept.${metric}_sum + excluded.${metric}_sum,
    ${metric}_first = CASE WHEN excluded.first_at < kept.first_at THEN excluded.${metric}_first ELSE kept.${metric}_first END,
    ${metric}_last = CASE WHEN excluded.last_at >= kept.last_at THEN excluded.${metric}_last ELSE kept.${metric}_last END`,
      )
      .join(',')}`;

const statements = {
  name: 'rollup',
  delete: 'DELETE FROM rollup WHERE equipment_id = $1 AND period_s = $2 AND starts_at = $3',
  insert: `
  WITH made AS (
    SELECT count(*), min(measured_at) AS first_at, max(measured_at) AS last_at, ${metrics
      .map(
        (metric) => `
           min(${metric}) AS ${metric}_min, max(${metric}) AS ${metric}_max, sum(${metric}) AS ${metric}_sum,
           (array_agg(${metric} ORDER BY measured_at))[1] AS ${metric}_first,
           (array_agg(${metric} ORDER BY measured_at DESC))[1] AS ${metric}_last`,
      )
      .join(', ')}
      FROM reading
     WHERE equipment_id = $1 AND measured_at >= $3 AND measured_at < $4 AND quality < 2
    HAVING count(*) > 0),
  kept AS (
    INSERT INTO rollup (equipment_id, period_s, starts_at, count, first_at, last_at, ${columns.join(', ')})
    SELECT $1, $2, $3, count, first_at, last_at, ${columns.join(', ')} FROM made
    ON CONFLICT (equipment_id, period_s, starts_at) DO NOTHING RETURNING 1)
  SELECT (SELECT count(*) FROM made) = (SELECT count(*) FROM kept) AS "isComplete"`,
};
