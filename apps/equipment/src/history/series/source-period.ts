import type { Resolution } from '@argus/contracts';

export const MINUTE_S = 60;
export const HOUR_S = 3600;

/** Period of the roll-ups to read from, in seconds; undefined for the readings themselves. */
export type SourcePeriodS = typeof MINUTE_S | typeof HOUR_S | undefined;

/** Returns what clients are told about the source of figures. */
export const resolutionOf = (periodS: SourcePeriodS, readings: number): Resolution => ({
  source: periodS === undefined ? 'readings' : periodS === MINUTE_S ? 'minutes' : 'hours',
  readings,
});
