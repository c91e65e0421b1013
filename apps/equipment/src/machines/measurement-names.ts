import type { Issue, MeasurementChanges } from '@argus/contracts';
import type { TypeMeasurements } from './measurement.store.js';

/** What a body says about further measurements, in the right place and in wrong ones. */
interface Named {
  readonly measurements?: MeasurementChanges | undefined;
  readonly strays?: readonly string[] | undefined;
}

export const measurementIssues = (
  { measurements = {}, strays = [] }: Named,
  defined: TypeMeasurements,
): readonly Issue[] => [
  ...unknownMeasurements(measurements, defined),
  ...misplacedMeasurements(strays, defined),
];

/** Returns one issue for each measurement that is not defined for the machine's type. */
function unknownMeasurements(
  values: MeasurementChanges,
  { type, units }: TypeMeasurements,
): readonly Issue[] {
  return Object.keys(values)
    .filter((name) => values[name] !== null && !Object.hasOwn(units, name))
    .map((name) => ({
      path: ['measurements', name],
      code: 'invalid',
      params: { text: `${type} equipment has no such measurement; ${sentenceOf(Object.keys(units).sort())}` },
    }));
}

const PREFIX = /^measurements\./i;

/** Returns one issue for each of these field names that is a measurement of the machine in the wrong place. */
function misplacedMeasurements(
  fields: readonly string[],
  { type, units }: TypeMeasurements,
): readonly Issue[] {
  return fields.flatMap((field) => {
    const name = field.trim().replace(PREFIX, '').toLowerCase();
    if (!Object.hasOwn(units, name)) return [];
    const text = `${type} equipment measures this: send "measurements": {"${name}": …}, in CSV the column measurements.${name}.`;
    return [{ path: [field], code: 'invalid', params: { text } }];
  });
}

const sentenceOf = (names: readonly string[]): string =>
  names.length > 0 ? `it has ${names.join(', ')}.` : 'none is defined.';
