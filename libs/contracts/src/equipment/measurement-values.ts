import type { FieldType } from '../fields/field.js';
import { type Issue, IssueError, type Path, refuse } from '../errors/issue.js';
import { kindOf } from '../fields/parse.js';
import { orNull } from '../fields/schema.js';
import { number } from '../fields/types.js';
import { MAX_VALUE } from './units.js';

/** Further measurements of a reading by name, each in the unit of its definition. */
export type MeasurementValues = Readonly<Record<string, number>>;
/** Further measurements to change; null removes one. */
export type MeasurementChanges = Readonly<Record<string, number | null>>;

export const MAX_MEASUREMENTS_PER_TYPE = 32;
export const MAX_MEASUREMENT_NAME_LENGTH = 50;
const NAME = /^[a-z][a-z0-9_]{0,49}$/;

/** A measured value. The limits keep sums and conversions from overflowing. */
export const measuredValue = () => number({ min: -MAX_VALUE, max: MAX_VALUE });

/** Name of a measurement: an identifier in snake_case. */
export function measurementName(): FieldType<string> {
  return {
    schema: () => ({ type: 'string', maxLength: MAX_MEASUREMENT_NAME_LENGTH, pattern: NAME.source }),
    read(value, path) {
      if (typeof value !== 'string') return refuse(path, 'not_a_string');
      if (value.length > MAX_MEASUREMENT_NAME_LENGTH)
        refuse(path, 'too_long', { max: MAX_MEASUREMENT_NAME_LENGTH });
      if (!NAME.test(value))
        refuse(path, 'invalid', {
          text: 'A name consists of lower-case letters, digits and _, and starts with a letter.',
        });
      return value;
    },
  };
}

/** Measured values by the name of the measurement. */
export const measurementValues = (): FieldType<MeasurementValues> => byMeasurement(measuredValue());

/** Like `measurementValues`, where null means absent, as an empty cell of CSV does. */
export const sentMeasurementValues = (): FieldType<MeasurementValues> => {
  const changes = measurementChanges();
  return { ...changes, read: (sent, path) => withoutNulls(changes.read(sent, path)) };
};

export const measurementChanges = (): FieldType<MeasurementChanges> => {
  const value = measuredValue();
  return byMeasurement({ ...value, schema: () => orNull(value.schema()) }, true);
};

const withoutNulls = (values: MeasurementChanges): MeasurementValues =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, number] => entry[1] !== null));

/** An object with measurement names as keys. Only the service can check whether they are defined. */
export function byMeasurement<T>(value: FieldType<T>): FieldType<Readonly<Record<string, T>>>;
export function byMeasurement<T>(
  value: FieldType<T>,
  nullable: true,
): FieldType<Readonly<Record<string, T | null>>>;
export function byMeasurement<T>(
  value: FieldType<T>,
  nullable = false,
): FieldType<Readonly<Record<string, T | null>>> {
  return {
    schema: () => ({
      type: 'object',
      additionalProperties: value.schema(),
      maxProperties: MAX_MEASUREMENTS_PER_TYPE,
    }),
    refers: () => value.refers?.() ?? [],
    read(sent, path) {
      if (typeof sent !== 'object' || sent === null || Array.isArray(sent) || ArrayBuffer.isView(sent))
        return refuse(path, 'not_an_object', { received: kindOf(sent) });
      const entries = Object.entries(sent);
      if (entries.length > MAX_MEASUREMENTS_PER_TYPE)
        refuse(path, 'too_many_items', { max: MAX_MEASUREMENTS_PER_TYPE });
      return readEntries(value, nullable, entries, path);
    },
  };
}

function readEntries<T>(
  type: FieldType<T>,
  nullable: boolean,
  entries: readonly [string, unknown][],
  path: Path,
): Record<string, T | null> {
  const issues: Issue[] = [];
  const values: Record<string, T | null> = {};
  for (const [name, sent] of entries) {
    const at = [...path, name.slice(0, MAX_MEASUREMENT_NAME_LENGTH)];
    try {
      if (!NAME.test(name)) refuse(at, 'invalid', { text: 'This is not a valid name of a measurement.' });
      if (sent === null && !nullable) refuse(at, 'null');
      values[name] = sent === null ? null : type.read(sent, at);
    } catch (error) {
      if (!(error instanceof IssueError)) throw error;
      issues.push(...error.issues);
    }
  }
  if (issues.length > 0) throw new IssueError(issues);
  return values;
}
