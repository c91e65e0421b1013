import { type Instant, type Metric, metrics } from '@argus/contracts';
import { Database, type StoredTime } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { dividedHours } from './buckets.js';
import type { Range } from './range.js';
import { rollupsOf, type SourcePeriodS } from './source-period.js';

export interface MetricRow {
  min: number;
  max: number;
  sum: number;
  first: number;
  last: number;
}

export interface SummaryRow extends Record<Metric, MetricRow> {
  readonly count: number;
}

export interface BucketRow extends SummaryRow {
  /** 1 for the bucket that begins at the first edge. */
  readonly place: number;
}

export interface PeriodRow extends SummaryRow {
  readonly startMs: number;
}

type FlatRow = Record<string, number>;

const flat = (expression: (metric: Metric) => string): string => metrics.map(expression).join(', ');

/* $2 and $3 are the outer edges, $4 all of them. */
const placeOf = (column: string): string => `width_bucket(${column}, $4::timestamptz[])`;

const FROM_ROLLUPS = `
  SELECT ${placeOf('starts_at')} AS place, sum(count)::float8 AS count,
    ${flat(
      (
        metric,
      ) => `min(${metric}_min) AS ${metric}_min, max(${metric}_max) AS ${metric}_max, sum(${metric}_sum) AS ${metric}_sum,
        (array_agg(${metric}_first ORDER BY starts_at))[1] AS ${metric}_first,
        (array_agg(${metric}_last ORDER BY starts_at DESC))[1] AS ${metric}_last`,
    )}
    FROM ${rollupsOf('rollup', 'equipment_id = $1')}
   GROUP BY 1 ORDER BY 1`;

const FROM_READINGS = `
  SELECT ${placeOf('measured_at')} AS place, count(*),
    ${flat(
      (
        metric,
      ) => `min(${metric}) AS ${metric}_min, max(${metric}) AS ${metric}_max, sum(${metric}) AS ${metric}_sum,
        (array_agg(${metric} ORDER BY measured_at))[1] AS ${metric}_first,
        (array_agg(${metric} ORDER BY measured_at DESC))[1] AS ${metric}_last`,
    )}
    FROM reading WHERE equipment_id = $1 AND measured_at >= $2 AND measured_at < $3 AND quality < 2
   GROUP BY 1 ORDER BY 1`;

const PERIODS = `
  SELECT (extract(epoch FROM starts_at) * 1000)::float8 AS start_ms, count::float8 AS count,
    ${flat((metric) => ['min', 'max', 'sum', 'first', 'last'].map((part) => `${metric}_${part}`).join(', '))}
    FROM rollup WHERE equipment_id = $1 AND period_s = $4 AND starts_at >= $2 AND starts_at < $3
   ORDER BY starts_at`;

@Injectable()
export class SeriesStore {
  constructor(private readonly database: Database) {}

  /** Returns the buckets between edges that have readings. The edges must be edges of the source's periods. */
  async buckets(
    equipmentId: number,
    edges: readonly Instant[],
    sourcePeriodS: SourcePeriodS,
  ): Promise<BucketRow[]> {
    const parameters = [equipmentId, edges[0], edges.at(-1), edges.map(String)];
    const rows =
      sourcePeriodS === undefined
        ? await this.database.prepared<FlatRow>('series.readings', FROM_READINGS, parameters)
        : await this.database.prepared<FlatRow>('series.rollups', FROM_ROLLUPS, [
            ...parameters,
            dividedHours(edges),
          ]);
    return rows.map((row) => ({ place: row.place!, ...summaryOf(row) }));
  }

  /** Returns the part of a range from its first hour with readings to the end of its last; undefined if there are none. */
  async filled(
    equipmentId: number,
    { from, to }: Pick<Range, 'from' | 'to'>,
  ): Promise<Pick<Range, 'from' | 'to'> | undefined> {
    const [row] = await this.database.prepared<{ from: StoredTime; to: StoredTime }>(
      'series.filled',
      `SELECT greatest(min(starts_at), $2::timestamptz) AS "from", least(max(starts_at) + interval '1 hour', $3::timestamptz) AS "to"
         FROM rollup
        WHERE equipment_id = $1 AND period_s = 3600 AND starts_at > $2::timestamptz - interval '1 hour' AND starts_at < $3
       HAVING min(starts_at) IS NOT NULL`,
      [equipmentId, from, to],
    );
    return row && { from: row.from.exact, to: row.to.exact };
  }

  /** Returns the roll-ups of a range. */
  async periods({ equipmentId, from, to }: Range, periodS: number): Promise<PeriodRow[]> {
    const rows = await this.database.prepared<FlatRow>('series.periods', PERIODS, [
      equipmentId,
      from,
      to,
      periodS,
    ]);
    return rows.map((row) => ({ startMs: row.start_ms!, ...summaryOf(row) }));
  }

  /** Returns the number of readings in the whole minutes that the range touches. */
  async count({ equipmentId, from, to }: Range): Promise<number> {
    const [row] = await this.database.prepared<{ count: number }>(
      'series.count',
      `SELECT coalesce(sum(count), 0)::float8 AS count FROM rollup
        WHERE equipment_id = $1 AND period_s = 60 AND starts_at > $2::timestamptz - interval '1 minute' AND starts_at < $3`,
      [equipmentId, from, to],
    );
    return row!.count;
  }

  /** Returns times (microseconds since 1970) and values of a metric, sorted by time. */
  async points({ equipmentId, from, to }: Range, metric: Metric): Promise<{ x: number; y: number }[]> {
    return this.database.prepared(
      `series.points.${metric}`,
      `SELECT (extract(epoch FROM measured_at) * 1000000)::float8 AS x, ${metric} AS y FROM reading
        WHERE equipment_id = $1 AND measured_at >= $2 AND measured_at < $3 AND quality < 2 ORDER BY measured_at`,
      [equipmentId, from, to],
    );
  }
}

const summaryOf = (row: FlatRow): SummaryRow => {
  const metricRow = (metric: Metric): MetricRow => ({
    min: row[`${metric}_min`]!,
    max: row[`${metric}_max`]!,
    sum: row[`${metric}_sum`]!,
    first: row[`${metric}_first`]!,
    last: row[`${metric}_last`]!,
  });
  return {
    count: row.count!,
    temperature: metricRow('temperature'),
    speed: metricRow('speed'),
    pressure: metricRow('pressure'),
  };
};
