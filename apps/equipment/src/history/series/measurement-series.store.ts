import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { Range } from './range.js';
import type { MetricRow } from './series.store.js';

export interface MeasurementBucketRow extends MetricRow {
  readonly name: string;
  readonly startMs: number;
  /** Readings that have the measurement. */
  readonly count: number;
}

const startMs = (column: string): string =>
  `(floor(extract(epoch FROM ${column})::float8 / $4::float8) * $4::float8 * 1000) AS "startMs"`;

const FROM_ROLLUPS = `
  SELECT name, ${startMs('starts_at')}, sum(count)::float8 AS count, min(min), max(max), sum(sum),
         (array_agg(first ORDER BY starts_at))[1] AS first, (array_agg(last ORDER BY starts_at DESC))[1] AS last
    FROM measurement_rollup
   WHERE equipment_id = $1 AND starts_at >= $2 AND starts_at < $3 AND name = ANY($5::text[]) AND period_s = $6
   GROUP BY 1, 2 ORDER BY 2, 1`;

/* Values of `measurements` are JSON numbers. */
const FROM_READINGS = `
  SELECT key AS name, ${startMs('measured_at')}, count(*) AS count, min(value::float8), max(value::float8),
         sum(value::float8), (array_agg(value::float8 ORDER BY measured_at))[1] AS first,
         (array_agg(value::float8 ORDER BY measured_at DESC))[1] AS last
    FROM reading, jsonb_each(measurements)
   WHERE equipment_id = $1 AND measured_at >= $2 AND measured_at < $3 AND quality < 2 AND key = ANY($5::text[])
   GROUP BY 1, 2 ORDER BY 2, 1`;

@Injectable()
export class MeasurementSeriesStore {
  constructor(private readonly database: Database) {}

  /** Returns buckets that have values. Their edges must be edges of the source's periods. */
  buckets(
    { equipmentId, from, to }: Range,
    names: readonly string[],
    lengthS: number,
    sourcePeriodS: number | undefined,
  ): Promise<MeasurementBucketRow[]> {
    const parameters = [equipmentId, from, to, lengthS, names];
    return sourcePeriodS === undefined
      ? this.database.prepared('measurement-series.readings', FROM_READINGS, parameters)
      : this.database.prepared('measurement-series.rollups', FROM_ROLLUPS, [...parameters, sourcePeriodS]);
  }

  /** Returns times (microseconds since 1970) and values, sorted by time. */
  points({ equipmentId, from, to }: Range, name: string): Promise<{ x: number; y: number }[]> {
    return this.database.prepared(
      'measurement-series.points',
      `SELECT (extract(epoch FROM measured_at) * 1000000)::float8 AS x, (measurements -> $4)::float8 AS y FROM reading
        WHERE equipment_id = $1 AND measured_at >= $2 AND measured_at < $3 AND quality < 2 AND measurements ? $4
        ORDER BY measured_at`,
      [equipmentId, from, to, name],
    );
  }
}
