/** Limit of a measured value. It exceeds every physical quantity, and sums and conversions below it cannot overflow. */
export const MAX_VALUE = 1e100;

/** The documented measurements of a machine. */
export const metrics = ['temperature', 'speed', 'pressure'] as const;
export type Metric = (typeof metrics)[number];

/** Units of readings. The first one of each metric is the default and the unit of the database. */
export const metricUnits = {
  temperature: ['°C', '°F', 'K'],
  speed: ['rpm', 'rad/s', 'Hz'],
  pressure: ['bar', 'mbar', 'Pa', 'kPa', 'MPa', 'psi'],
} as const;
export type UnitOf<M extends Metric> = (typeof metricUnits)[M][number];

/** Units other than the default ones. */
export interface Units {
  readonly temperature?: UnitOf<'temperature'>;
  readonly speed?: UnitOf<'speed'>;
  readonly pressure?: UnitOf<'pressure'>;
}
