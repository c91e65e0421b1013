import type { Resolution } from '@argus/contracts';

export const MINUTE_S = 60;
export const HOUR_S = 3600;

/**
 * SQL for the roll-ups between $2 and $3 of one machine: hours, but minutes where an edge divides an hour ($5). The condition is
 * applied to both.
 */
export const rollupsOf = (table: 'rollup' | 'measurement_rollup', condition: string): string => `(
  SELECT * FROM ${table} WHERE ${condition} AND period_s = ${HOUR_S} AND starts_at >= $2 AND starts_at < $3
     AND starts_at <> ALL ($5::timestamptz[])
   UNION ALL
  SELECT minutes.* FROM unnest($5::timestamptz[]) AS divided (hour),
 LATERAL (SELECT * FROM ${table} WHERE ${condition} AND period_s = ${MINUTE_S} AND starts_at >= greatest(hour, $2)
             AND starts_at < least(hour + interval '1 hour', $3)) minutes) AS periods`;

/** Period of the roll-ups to read from, in seconds; undefined for the readings themselves. */
export type SourcePeriodS = typeof MINUTE_S | typeof HOUR_S | undefined;

/** Returns what clients are told about the source of figures. */
export const resolutionOf = (periodS: SourcePeriodS, readings: number): Resolution => ({
  source: periodS === undefined ? 'readings' : periodS === MINUTE_S ? 'minutes' : 'hours',
  readings,
});
