import type { Issue, MeasurementValues } from '@argus/contracts';
import type { TypeMeasurements } from './measurement.store.js';

/** Returns one issue for each measurement that is not defined for the machine's type. */
export function unknownMeasurements(
  values: MeasurementValues,
  { type, units }: TypeMeasurements,
): readonly Issue[] {
  return Object.keys(values)
    .filter((name) => !Object.hasOwn(units, name))
    .map((name) => ({
      path: ['measurements', name],
      code: 'invalid',
      params: { text: `${type} equipment has no such measurement; ${sentenceOf(Object.keys(units).sort())}` },
    }));
}

const sentenceOf = (names: readonly string[]): string =>
  names.length > 0 ? `it has ${names.join(', ')}.` : 'none is defined.';
