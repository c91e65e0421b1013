import type { FieldType } from '../fields/field.js';
import { choice } from '../fields/types.js';

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

/** A unit of a metric. Compatibility characters are the same units: ℉ is °F, and the Kelvin sign (U+212A) is K. */
export function metricUnit<M extends Metric>(metric: M): FieldType<UnitOf<M>> {
  const known = choice<UnitOf<M>>(...(metricUnits[metric] as readonly UnitOf<M>[]));
  return {
    ...known,
    read: (sent, path) => known.read(typeof sent === 'string' ? sent.normalize('NFKC') : sent, path),
  };
}

/** Units other than the default ones. */
export interface Units {
  readonly temperature?: UnitOf<'temperature'>;
  readonly speed?: UnitOf<'speed'>;
  readonly pressure?: UnitOf<'pressure'>;
}
