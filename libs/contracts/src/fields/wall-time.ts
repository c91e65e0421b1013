import type { FieldType } from './field.js';
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
