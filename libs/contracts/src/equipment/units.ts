import type { FieldType } from '../fields/field.js';
import { choice } from '../fields/types.js';
import { type Metric, metricUnits, type UnitOf } from './metric-units.js';
import { unitOf } from './unit-spellings.js';

/** Limit of a measured value. It exceeds every physical quantity, and sums and conversions below it cannot overflow. */
export const MAX_VALUE = 1e100;

/**
 * A unit of a metric, in any of its usual spellings (`spellingsOfUnits`). The reply and the schema have the first one.
 * @throws IssueError that names the units of the metric
 */
export function metricUnit<M extends Metric>(metric: M): FieldType<UnitOf<M>> {
  const known = choice<UnitOf<M>>(...(metricUnits[metric] as readonly UnitOf<M>[]));
  return {
    ...known,
    read: (sent, path) => known.read(typeof sent === 'string' ? (unitOf(metric, sent) ?? sent) : sent, path),
  };
}

/** Units other than the default ones. */
export interface Units {
  readonly temperature?: UnitOf<'temperature'>;
  readonly speed?: UnitOf<'speed'>;
  readonly pressure?: UnitOf<'pressure'>;
}
