/** Greater than every physical quantity; what is smaller can be summed up and converted without overflow. */
export const MAX_VALUE = 1e100;

/** What an equipment measures. */
export const metrics = ['temperature', 'speed', 'pressure'] as const;
export type Metric = (typeof metrics)[number];

/** Units that readings may come in; the first of each is the default and the unit of the record. */
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
