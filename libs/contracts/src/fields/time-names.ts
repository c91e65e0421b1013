import { decimalOf, instantOfDecimal, timestampUnits } from '../time-number.js';

const NOUNS = new Set('time times timestamp timestamps stamp ts tstamp date datetime epoch at'.split(' '));
/* Words that say of what a time is, or in which unit: `measuredAt`, `unix_time_ms`, `@timestamp`. */
const ATTRIBUTES = new Set(
  (
    'measured measurement measure sampled sample recorded record reading read captured capture created sent logged observed ' +
    'event source device sensor local server unix utc gmt iso posix s sec secs second seconds ms us ns ' +
    'milli millis micro micros nano nanos milliseconds microseconds nanoseconds'
  ).split(' '),
);

const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');

const ISO_TIME = /^\s*\d{4}-?\d{2}-?\d{2}[Tt _]\d{2}/;
const MIN_YEAR = '2000';
const MAX_YEAR = '2100';

/**
 * Whether a property is probably the time of its object: its name says so and nothing else, or its value is ISO 8601 with a time
 * of day, or it is called a time and its number lies in the years 2000 to 2100. A `cycle_time` of 12 is a duration and none.
 */
export function looksLikeTime(name: string, value: unknown): boolean {
  if (typeof value === 'string' ? value.trim() === '' : typeof value !== 'number') return false;
  if (ISO_TIME.test(String(value))) return true;
  const words = wordsOf(name);
  const isCalledTime = words.some((word) => NOUNS.has(word));
  if (isCalledTime && words.every((word) => NOUNS.has(word) || ATTRIBUTES.has(word))) return true;
  return (isCalledTime || name.toLowerCase() === 't') && isOfThisCentury(value);
}

function isOfThisCentury(value: unknown): boolean {
  const decimal = decimalOf(value);
  if (decimal === undefined) return false;
  return timestampUnits.some((unit) => {
    const year = instantOfDecimal(decimal, unit)?.toString().slice(0, 4);
    return year !== undefined && year >= MIN_YEAR && year < MAX_YEAR;
  });
}
