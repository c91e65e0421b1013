import { Instant } from './instant.js';

/** Units in which a number counts from the start of 1970, UTC. */
export const timestampUnits = ['s', 'ms', 'us', 'ns'] as const;
export type TimestampUnit = (typeof timestampUnits)[number];

/* Powers of ten: how many microseconds a unit is. */
const EXPONENT: Readonly<Record<TimestampUnit, number>> = { s: 6, ms: 3, us: 0, ns: -3 };

const DECIMAL = /^([+-]?)(\d{1,30})(?:\.(\d{1,30}))?$/;
/* JavaScript writes smaller numbers with an exponent; in every unit they are less than a microsecond. */
const MIN_WRITTEN = 1e-6;

/** Returns the digits of a number, or of a text that is one in decimal notation; undefined for anything else. */
export function decimalOf(value: unknown): string | undefined {
  const text = typeof value === 'number' ? (Math.abs(value) < MIN_WRITTEN ? '0' : String(value)) : value;
  return typeof text === 'string' && DECIMAL.test(text) ? text : undefined;
}

/**
 * Returns the moment that a decimal number stands for, to the nearest microsecond, a half upwards. No digit is lost on the way.
 * Returns undefined for other texts and outside of the years 1 to 9999.
 */
export function instantOfDecimal(decimal: string, unit: TimestampUnit): Instant | undefined {
  const [, sign, whole, fraction = ''] = DECIMAL.exec(decimal) ?? [];
  if (whole === undefined) return undefined;
  const digits = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
  const exponent = EXPONENT[unit] - fraction.length;
  const us = exponent >= 0 ? digits * 10n ** BigInt(exponent) : quotient(digits, 10n ** BigInt(-exponent));
  return us === Instant.nearest(us).us ? Instant.ofUs(us) : undefined;
}

/** Returns the nearest integer of a quotient, of two equally near ones the greater. The divisor is even. */
function quotient(dividend: bigint, divisor: bigint): bigint {
  const shifted = dividend + divisor / 2n;
  const remainder = ((shifted % divisor) + divisor) % divisor;
  return (shifted - remainder) / divisor;
}
