import type { Instant } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { dividedHours } from './buckets.js';
import type { Range } from './range.js';
import type { MetricRow } from './series.store.js';
import { rollupsOf, type SourcePeriodS } from './source-period.js';

interface SummaryRow extends MetricRow {
  /** Readings that have the measurement. */
  readonly count: number;
}

export interface MeasurementBucketRow extends SummaryRow {
  readonly name: string;
  /** 1 for the bucket that begins at the first edge. */
  readonly place: number;
}

export interface MeasurementPeriodRow extends SummaryRow {
  readonly startMs: number;
}

/* $2 and $3 are the outer edges, $4 all of them. */
const placeOf = (column: string): string => `width_bucket(${column}, $4::timestamptz[])`;

const FROM_ROLLUPS = `
  SELECT name, ${placeOf('starts_at')} AS place, sum(count)::float8 AS count, min(min), max(max), sum(sum),
         (array_agg(first ORDER BY starts_at))[1] AS first, (array_agg(last ORDER BY starts_at DESC))[1] AS last
    FROM ${rollupsOf('measurement_rollup', 'equipment_id = $1 AND name = ANY($6::text[])')}
   GROUP BY 1, 2 ORDER BY 2, 1`;

/* Values of `measurements` are JSON numbers. */
const FROM_READINGS = `
  SELECT key AS name, ${placeOf('measured_at')} AS place, count(*) AS count, min(value::float8), max(value::float8),
         sum(value::float8), (array_agg(value::float8 ORDER BY measured_at))[1] AS first,
         (array_agg(value::float8 ORDER BY measured_at DESC))[1] AS last
    FROM reading, jsonb_each(measurements)
   WHERE equipment_id = $1 AND measured_at >= $2 AND measured_at < $3 AND quality < 2 AND key = ANY($5::text[])
   GROUP BY 1, 2 ORDER BY 2, 1`;

@Injectable()
export class MeasurementSeriesStore {
  constructor(private readonly database: Database) {}

  /** Returns the buckets between edges that have values. The edges must be edges of the source's periods. */
  buckets(
    equipmentId: number,
    names: readonly string[],
    edges: readonly Instant[],
    sourcePeriodS: SourcePeriodS,
  ): Promise<MeasurementBucketRow[]> {
    const parameters = [equipmentId, edges[0], edges.at(-1), edges.map(String)];
    return sourcePeriodS === undefined
      ? this.database.prepared('measurement-series.readings', FROM_READINGS, [...parameters, names])
      : this.database.prepared('measurement-series.rollups', FROM_ROLLUPS, [
          ...parameters,
          dividedHours(edges),
          names,
        ]);
  }

  /** Returns the roll-ups of a range. */
  periods({ equipmentId, from, to }: Range, name: string, periodS: number): Promise<MeasurementPeriodRow[]> {
    return this.database.prepared(
      'measurement-series.periods',
      `SELECT (extract(epoch FROM starts_at) * 1000)::float8 AS "startMs", count::float8 AS count, min, max, sum, first, last
         FROM measurement_rollup
        WHERE equipment_id = $1 AND starts_at >= $2 AND starts_at < $3 AND name = $4 AND period_s = $5 ORDER BY starts_at`,
      [equipmentId, from, to, name, periodS],
    );
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
