import { refuse } from '../errors/issue.js';
import type { FieldType } from './field.js';

const PATTERN = '^[A-Za-z][A-Za-z0-9_+/-]{0,63}$';
const NAME = new RegExp(PATTERN);
/* Abbreviations of ICU that IANA does not have: IST might be India's, Israel's or Ireland's. */
const OF_ICU = /^(AC|AE|AG|AR|AS|BE|BS|CA|CN|CS|CT|EA|EC|IE|IS|JS|MI|NE|NS|PL|PN|PR|PS|SS|VS)T$/i;

/** A time zone by its IANA name. Its changes to and from summer time apply. */
export function timeZone(): FieldType<string> {
  return {
    schema: () => ({ type: 'string', pattern: PATTERN }),
    read: (value, path) =>
      typeof value === 'string' && isTimeZone(value)
        ? value
        : refuse(path, 'invalid', { text: 'A time zone needs its IANA name, e.g. Europe/Berlin.' }),
  };
}

/** Whether the runtime knows a zone. It computes all dates of zones; the database would know others. */
export function isTimeZone(name: string): boolean {
  if (!NAME.test(name) || OF_ICU.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Options of `time_zone` in queries whose answers have days: `@Field(timeZone(), ofSite) time_zone?: string`. */
export const ofSite = {
  optional: true,
  example: 'Asia/Kolkata',
  description: 'IANA name of the time zone whose days count; default: that of the site (SITE_TIME_ZONE)',
} as const;
