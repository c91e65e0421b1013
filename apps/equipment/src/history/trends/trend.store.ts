import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EquipmentMetric } from '../../readings/equipment-metrics.service.js';
import type { Range } from '../series/range.js';
import type { SourcePeriodS } from '../series/source-period.js';

/** The readings in one part of the window. */
export interface TrendBucket {
  /** Mean time of the readings, in epoch milliseconds. */
  readonly atMs: number;
  readonly median: number;
  readonly readings: number;
}

const bucket = (at: string): string => `floor((extract(epoch FROM ${at}) * 1000 - $4::float8) / $5::float8)`;

const FROM_MEASUREMENTS = `
  SELECT avg(extract(epoch FROM measured_at)::float8) * 1000 AS "atMs", count(*) AS readings,
         percentile_cont(0.5) WITHIN GROUP (ORDER BY (measurements -> $6)::float8) AS median
    FROM reading
   WHERE equipment_id = $1 AND measured_at >= $2 AND measured_at < $3 AND quality < 2 AND measurements ? $6
   GROUP BY ${bucket('measured_at')} ORDER BY 1`;

const FROM_MEASUREMENT_ROLLUPS = `
  SELECT avg(extract(epoch FROM first_at + (last_at - first_at) / 2)::float8) * 1000 AS "atMs",
         sum(count)::float8 AS readings, percentile_cont(0.5) WITHIN GROUP (ORDER BY sum / count) AS median
    FROM measurement_rollup
   WHERE equipment_id = $1 AND starts_at >= $2 AND starts_at < $3 AND name = $6 AND period_s = $7
   GROUP BY ${bucket('starts_at')} ORDER BY 1`;

/** Reads medians, so that single outliers have no influence. */
@Injectable()
export class TrendStore {
  constructor(private readonly database: Database) {}

  /** Returns buckets of `lengthMs` from the start of the range, sorted by time; those without readings are left out. */
  buckets(
    { equipmentId, from, to }: Range,
    { name, column }: EquipmentMetric,
    lengthMs: number,
    periodS: SourcePeriodS,
  ): Promise<TrendBucket[]> {
    const parameters = [equipmentId, from, to, from.ms, lengthMs];
    if (column === undefined)
      return periodS === undefined
        ? this.database.prepared('trend.measurement-readings', FROM_MEASUREMENTS, [...parameters, name])
        : this.database.prepared('trend.measurement-rollups', FROM_MEASUREMENT_ROLLUPS, [
            ...parameters,
            name,
            periodS,
          ]);
    if (periodS === undefined)
      return this.database.prepared(
        `trend.readings.${column}`,
        `SELECT avg(extract(epoch FROM measured_at)::float8) * 1000 AS "atMs", count(*) AS readings,
                percentile_cont(0.5) WITHIN GROUP (ORDER BY ${column}) AS median
           FROM reading WHERE equipment_id = $1 AND measured_at >= $2 AND measured_at < $3 AND quality < 2
          GROUP BY ${bucket('measured_at')} ORDER BY 1`,
        parameters,
      );
    return this.database.prepared(
      `trend.rollups.${column}`,
      `SELECT avg(extract(epoch FROM first_at + (last_at - first_at) / 2)::float8) * 1000 AS "atMs",
              sum(count)::float8 AS readings,
              percentile_cont(0.5) WITHIN GROUP (ORDER BY ${column}_sum / count) AS median
         FROM rollup WHERE equipment_id = $1 AND starts_at >= $2 AND starts_at < $3 AND period_s = $6
        GROUP BY ${bucket('starts_at')} ORDER BY 1`,
      [...parameters, periodS],
    );
  }
}
