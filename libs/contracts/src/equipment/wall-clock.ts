import type { FieldType } from '../fields/field.js';
import { refuse } from '../errors/issue.js';

const WALL_TIME = '^([01][0-9]|2[0-3]):[0-5][0-9]$';

/** A local time of day, `HH:MM`. */
export function wallTime(): FieldType<string> {
  const pattern = new RegExp(WALL_TIME);
  return {
    schema: () => ({ type: 'string', pattern: WALL_TIME }),
    read: (value, path) =>
      typeof value === 'string' && pattern.test(value)
        ? value
        : refuse(path, 'invalid', { text: 'A time of day has the form HH:MM, 00:00 to 23:59.' }),
  };
}

/** A time zone by its IANA name. Its changes to and from summer time apply. */
export function timeZone(): FieldType<string> {
  return {
    schema: () => ({ type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_+/-]{0,63}$' }),
    read: (value, path) =>
      typeof value === 'string' && isTimeZone(value)
        ? value
        : refuse(path, 'invalid', { text: 'A time zone needs its IANA name, e.g. Europe/Berlin.' }),
  };
}

function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
