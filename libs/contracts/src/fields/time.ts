import type { FieldType, Scope } from './field.js';
import { choice, datetime } from './types.js';
import { refuse } from '../errors/issue.js';
import type { Instant } from '../instant.js';
import { isPydanticNumber, pydanticIso, pydanticUnix } from '../pydantic-time.js';
import { decimalOf, instantOfDecimal, type TimestampUnit, timestampUnits } from '../time-number.js';

/** What numbers mean among the times of an object and of the objects in it. */
export const timestampUnit = (): FieldType<TimestampUnit> => choice(...timestampUnits);

/** Name of the field or parameter of type `timestampUnit`; no other is looked at. */
const UNIT = 'timestamp_unit';

function unitIn(scope: Scope | undefined): TimestampUnit | undefined {
  for (let at = scope; at !== undefined; at = at.around) {
    const sent = Object.hasOwn(at.sent, UNIT) ? at.sent[UNIT] : undefined;
    const unit = timestampUnits.find((each) => each === sent);
    if (unit !== undefined) return unit;
  }
  return undefined;
}

const schema = () => ({ oneOf: [datetime().schema(), { type: 'number' }] });

/**
 * A moment: ISO 8601, or a number (also as text) of the unit that the nearest `timestamp_unit` says. Digits are read exactly and
 * rounded to microseconds.
 */
export function datetimeOrNumber(): FieldType<Instant> {
  const iso = datetime();
  return {
    schema,
    exact: true,
    read(value, path, scope) {
      const decimal = decimalOf(value);
      if (decimal === undefined) return iso.read(value, path);
      const unit = unitIn(scope);
      if (unit === undefined)
        return refuse(path, 'invalid', { text: `A number needs ${UNIT}: ${timestampUnits.join(', ')}.` });
      return (
        instantOfDecimal(decimal, unit) ??
        refuse(path, 'invalid', { text: `As a number of ${unit} this is outside of the years 1 to 9999.` })
      );
    },
  };
}

/** As `datetimeOrNumber`, but text and, without `timestamp_unit`, numbers are read as pydantic 2 reads a datetime. */
export function pydanticDatetime(): FieldType<Instant> {
  const { read } = datetimeOrNumber();
  return {
    schema,
    exact: true,
    read(value, path, scope) {
      if (!isPydanticNumber(value))
        return (typeof value === 'string' ? pydanticIso(value) : undefined) ?? read(value, path, scope);
      if (unitIn(scope) !== undefined) return read(value, path, scope);
      return (
        pydanticUnix(value) ??
        refuse(path, 'invalid', {
          text: `As seconds or milliseconds this is outside of the years 1 to 9999; ${UNIT} says what other numbers mean.`,
        })
      );
    },
  };
}
