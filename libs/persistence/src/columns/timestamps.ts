import { Instant } from '@argus/contracts';
import { types } from 'pg';
import { StoredTime } from './stored-time.js';

const driverParser = types.getTypeParser(types.builtins.TIMESTAMPTZ) as (text: string) => unknown;

const ZERO = 48;
const digit = (text: string, at: number): number => text.charCodeAt(at) - ZERO;
const twoDigits = (text: string, at: number): number => digit(text, at) * 10 + digit(text, at + 1);

/** `2026-11-25 08:45:00.123456+00`: the notation of Postgres for the years 1000 to 9999 in a UTC session. */
const plain = /^[1-9]\d{3}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?\+00$/;
const FRACTION = 19;
const PLUS = 43;

/**
 * Returns a time with its microseconds, four times as fast as the driver's parser, which took a twelfth of the time of a page
 * of rows. Leaves years BC, infinity and other time zones to the driver.
 */
export function readTimestamp(text: string): unknown {
  if (!plain.test(text)) return other(text);
  let us = 0;
  if (text.charCodeAt(FRACTION) !== PLUS)
    for (let at = FRACTION + 1, unit = 100_000; text.charCodeAt(at) !== PLUS; at++, unit /= 10)
      us += digit(text, at) * unit;
  const ms = Date.UTC(
    twoDigits(text, 0) * 100 + twoDigits(text, 2),
    twoDigits(text, 5) - 1,
    twoDigits(text, 8),
    twoDigits(text, 11),
    twoDigits(text, 14),
    twoDigits(text, 17),
    Math.floor(us / 1000),
  );
  return new StoredTime(ms, us % 1000);
}

function other(text: string): unknown {
  const exact = Instant.parse(text.replace(/\+00$/, 'Z'));
  if (exact) return StoredTime.of(exact);
  const read = driverParser(text);
  return read instanceof Date ? new StoredTime(read.getTime(), 0) : read;
}
