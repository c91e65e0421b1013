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
