import { Instant } from './instant.js';

const ISO =
  /^(\d{4}-\d{2}-\d{2})(?:[Tt _](\d{2}:\d{2})(?::(\d{2})(?:[.,](\d+))?)?(?:[Zz]|([+\-\u2212])(\d{2}):?(\d{2}))?)?$/;
const NUMBER = /^[+-]?(?:\d+|(?:\d+\.\d*|\.\d+)(?:[eE][+-]?\d+)?)$/;

/**
 * Returns the moment of an ISO 8601 text as pydantic 2 reads one: the day may stand alone, and without an offset it is UTC. A
 * fraction is cut off below a microsecond. Returns undefined for anything else.
 */
export function pydanticIso(text: string): Instant | undefined {
  const [, day, time = '00:00', second = '00', fraction = '', sign, hours, minutes] = ISO.exec(text) ?? [];
  if (day === undefined) return undefined;
  const offset = sign === undefined ? 'Z' : `${sign === '+' ? '+' : '-'}${hours}:${minutes}`;
  return Instant.parse(`${day}T${time}:${second}.${fraction.slice(0, 6).padEnd(6, '0')}${offset}`);
}

/** Whether a value is a number to pydantic 2, also as text. */
export const isPydanticNumber = (value: unknown): value is number | string =>
  typeof value === 'number' || (typeof value === 'string' && NUMBER.test(value));

/* Up to here a number is seconds, beyond it milliseconds. */
const WATERSHED = 20_000_000_000;

/**
 * Returns the moment of a Unix number as pydantic 2 reads one: seconds or milliseconds by its size, rounded to microseconds as
 * doubles are. Returns undefined outside of the years 1 to 9999.
 */
export function pydanticUnix(value: number | string): Instant | undefined {
  const number = Number(value);
  const whole = Math.floor(number);
  if (!Number.isSafeInteger(whole)) return undefined;
  const usPerUnit = Math.abs(number) > WATERSHED ? 1000 : 1_000_000;
  return within(BigInt(whole) * BigInt(usPerUnit) + BigInt(Math.round((number - whole) * usPerUnit)));
}

const within = (us: bigint): Instant | undefined =>
  us === Instant.nearest(us).us ? Instant.ofUs(us) : undefined;
