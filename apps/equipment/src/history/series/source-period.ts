import type { Resolution } from '@argus/contracts';

export const MINUTE_S = 60;
export const HOUR_S = 3600;

/** Seconds of the roll-ups that are read; undefined for readings themselves. */
export type SourcePeriodS = typeof MINUTE_S | typeof HOUR_S | undefined;

/** What clients are told about where figures come from. */
export const resolutionOf = (periodS: SourcePeriodS, readings: number): Resolution => ({
  source: periodS === undefined ? 'readings' : periodS === MINUTE_S ? 'minutes' : 'hours',
  readings,
});
