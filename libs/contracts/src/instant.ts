const ISO =
  /^(\d{4}-\d{2}-\d{2})[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?(?:Z|([+-])([01]\d|2[0-3]):?([0-5]\d))?$/;

/* Years 1 to 9999, the range of Python's dates. */
const MIN_US = BigInt(Date.parse('0001-01-01T00:00:00Z')) * 1000n;
const MAX_US = BigInt(Date.parse('9999-12-31T23:59:59Z')) * 1000n + 999_999n;

/**
 * A moment, exact to the microsecond like a column of PostgreSQL. A Date cuts off microseconds, and a number of milliseconds
 * rounds them; so a measured time is an Instant from the contract to the column and back.
 */
export class Instant {
  /** Microseconds since 1970. */
  private constructor(readonly us: bigint) {}

  /** Throws RangeError outside of the years 1 to 9999, and for a number that is not whole. */
  static ofUs(us: bigint | number): Instant {
    const exact = BigInt(us);
    if (exact < MIN_US || exact > MAX_US) throw new RangeError(`${us} µs is outside of the years 1 to 9999`);
    return new Instant(exact);
  }

  /** Of milliseconds since 1970, with microseconds as their fraction. */
  static ofMs(ms: number): Instant {
    return Instant.ofUs(usOfMs(ms));
  }

  /** Of microseconds since 1970, but not before the year 1 or after the year 9999. */
  static nearest(us: bigint): Instant {
    return new Instant(us < MIN_US ? MIN_US : us > MAX_US ? MAX_US : us);
  }

  /** As `nearest`, of milliseconds: for the ends of a search, which may lie beyond the calendar. */
  static nearestMs(ms: number): Instant {
    return Instant.nearest(usOfMs(ms));
  }

  static now(): Instant {
    return Instant.ofMs(Date.now());
  }

  /** Reads ISO 8601, UTC without an offset. Digits below a microsecond are cut off. Returns undefined for anything else. */
  static parse(text: string): Instant | undefined {
    const [, day, hour, minute, second = '00', fraction = '', sign, offsetHours, offsetMinutes] =
      ISO.exec(text) ?? [];
    if (day === undefined || !isRealDay(day)) return undefined;
    const offset = sign === undefined ? 0 : Number(offsetHours) * 60 + Number(offsetMinutes);
    const utcMs =
      Date.parse(`${day}T${hour}:${minute}:${second}Z`) - (sign === '-' ? -offset : offset) * 60_000;
    const us = BigInt(utcMs) * 1000n + BigInt(fraction.slice(0, 6).padEnd(6, '0'));
    return us < MIN_US || us > MAX_US ? undefined : new Instant(us);
  }

  /** As a number, which is exact for the years 1685 to 2255. */
  get usNumber(): number {
    return Number(this.us);
  }

  /** Milliseconds since 1970, with microseconds as their fraction. */
  get ms(): number {
    return Number(this.us) / 1000;
  }

  plusUs(us: bigint | number): Instant {
    return Instant.ofUs(this.us + BigInt(us));
  }

  /** The start of the period of that many microseconds in which it lies, counted from 1970. */
  startOf(periodUs: bigint): Instant {
    const since = ((this.us % periodUs) + periodUs) % periodUs;
    return Instant.nearest(this.us - since);
  }

  /** ISO 8601 in UTC with `Z` and six digits of fraction, which are left out if they are zero. */
  toString(): string {
    const ofSecond = ((this.us % 1_000_000n) + 1_000_000n) % 1_000_000n;
    const seconds = new Date(Number((this.us - ofSecond) / 1000n)).toISOString().slice(0, 19);
    return ofSecond === 0n ? `${seconds}Z` : `${seconds}.${String(ofSecond).padStart(6, '0')}Z`;
  }

  toJSON(): string {
    return this.toString();
  }

  /** How the driver of PostgreSQL sends it. */
  toPostgres(): string {
    return this.toString();
  }
}

function usOfMs(ms: number): bigint {
  const whole = Math.floor(ms);
  return BigInt(whole) * 1000n + BigInt(Math.round((ms - whole) * 1000));
}

/** Whether a text like `2024-02-29` is a day of the years 1 to 9999. */
export function isRealDay(day: string): boolean {
  const read = new Date(`${day}T00:00:00Z`);
  return (
    !Number.isNaN(read.getTime()) &&
    read.toISOString().startsWith(day) &&
    BigInt(read.getTime()) * 1000n >= MIN_US
  );
}

/** Returns ISO 8601 in UTC with `Z`: six digits of fraction, or none if they are zero, as in the API documents. */
export function instant(time: Date | Instant): string {
  if (time instanceof Instant) return time.toString();
  const text = time.toISOString();
  const dot = text.lastIndexOf('.');
  const fraction = text.slice(dot + 1, -1);
  const seconds = text.slice(0, dot);
  return Number(fraction) === 0 ? `${seconds}Z` : `${seconds}.${fraction.padEnd(6, '0')}Z`;
}

export const instantOrNull = (time: Date | Instant | null): string | null =>
  time === null ? null : instant(time);
