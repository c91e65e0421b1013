import { Instant, instantOfDecimal, MAX_VALUE, type TimestampUnit } from '@argus/contracts';
import type { SentReading } from '../sent-reading.js';

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const LETTER_T = 0x54;
const LETTER_Z = 0x5a;

/* The notation of JSON without an exponent. */
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?/y;

const isDigit = (code: number): boolean => code >= ZERO && code <= NINE;
/** White space of JSON (RFC 8259, section 2). */
const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

/** Returns the index of the first character that is no white space, at most `end`. */
export function afterSpace(text: string, start: number, end = text.length): number {
  let at = start;
  while (at < end && isSpace(text.charCodeAt(at))) at++;
  return at;
}

/* Integers and powers of ten of up to 15 digits are exact, so their quotient is rounded once, as IEEE 754 demands. */
const MAX_EXACT_DIGITS = 15;
const powersOfTen = Array.from({ length: MAX_EXACT_DIGITS + 1 }, (_, exponent) => 10 ** exponent);

/**
 * A fast path for most JSON readings: an object with the equipment, the three values as plain numbers and perhaps a time,
 * UTC or a number, each once. Everything else is left to `readJson` and the declared fields, which take several times as long and name the
 * problems. A reading that it accepts equals what these would return.
 */
export class PlainReader {
  /** The index after the last reading that was accepted. */
  end = 0;
  private text = '';
  private at = 0;
  private date = 0;
  private dateUs = NaN;

  /**
   * `equipment` is for readings that do not name theirs; those that do are left to the declared fields. `timeUnit` is that of times that
   * are numbers.
   */
  constructor(
    private readonly known: {
      readonly equipment?: number;
      readonly timeUnit?: TimestampUnit | undefined;
    } = {},
  ) {}

  /** Returns the reading that begins at index `start`; undefined if there is none that the fast path accepts. */
  read(text: string, start: number): SentReading | undefined {
    this.text = text;
    let equipmentId = this.known.equipment ?? NaN;
    let temperature = NaN;
    let speed = NaN;
    let pressure = NaN;
    let measuredAtUs = NaN;
    let isTimed = false;
    if (text.charCodeAt(start) !== OPEN_OBJECT) return undefined;
    this.at = afterSpace(text, start + 1);
    do {
      if (this.begins('equipment')) {
        if (!Number.isNaN(equipmentId)) return undefined;
        equipmentId = this.number();
        if (!Number.isSafeInteger(equipmentId)) return undefined;
      } else if (this.begins('temperature')) {
        if (!Number.isNaN(temperature) || !isValue((temperature = this.number()))) return undefined;
      } else if (this.begins('speed')) {
        if (!Number.isNaN(speed) || !isValue((speed = this.number()))) return undefined;
      } else if (this.begins('pressure')) {
        if (!Number.isNaN(pressure) || !isValue((pressure = this.number()))) return undefined;
      } else if (!isTimed && this.begins('measured_at')) {
        isTimed = true;
        measuredAtUs = text.charCodeAt(this.at) === QUOTE ? this.time() : this.timeNumber();
        if (Number.isNaN(measuredAtUs)) return undefined;
      } else return undefined;
    } while (this.takes(COMMA));
    if (text.charCodeAt(this.at) !== CLOSE_OBJECT) return undefined;
    if (Number.isNaN(equipmentId + temperature + speed + pressure)) return undefined;
    this.end = this.at + 1;
    return {
      equipmentId,
      measuredAtUs: isTimed ? measuredAtUs : null,
      temperature,
      speed,
      pressure,
      quality: 0,
    };
  }

  private takes(code: number): boolean {
    this.at = afterSpace(this.text, this.at);
    if (this.text.charCodeAt(this.at) !== code) return false;
    this.at = afterSpace(this.text, this.at + 1);
    return true;
  }

  /** Returns whether a member of that name begins here, and if so moves on to its value. */
  private begins(name: string): boolean {
    const { text, at } = this;
    const end = at + 1 + name.length;
    if (text.charCodeAt(at) !== QUOTE || text.charCodeAt(end) !== QUOTE || !text.startsWith(name, at + 1))
      return false;
    this.at = end + 1;
    return this.takes(COLON);
  }

  /** Reads a number without an exponent. Returns NaN if there is none. */
  private number(): number {
    const { text } = this;
    const start = this.at;
    const isNegative = text.charCodeAt(start) === MINUS;
    let at = isNegative ? start + 1 : start;
    const firstDigit = at;
    let code = text.charCodeAt(at);
    let digits = 0;
    for (; isDigit(code); code = text.charCodeAt(++at)) digits = digits * 10 + (code - ZERO);
    let length = at - firstDigit;
    if (length === 0 || (length > 1 && text.charCodeAt(firstDigit) === ZERO)) return NaN;
    let decimals = 0;
    if (code === POINT) {
      code = text.charCodeAt(++at);
      for (; isDigit(code); code = text.charCodeAt(++at), decimals++) digits = digits * 10 + (code - ZERO);
      if (decimals === 0) return NaN;
      length += decimals;
    }
    this.at = at;
    if (length > MAX_EXACT_DIGITS) return Number(text.slice(start, at));
    const value = decimals === 0 ? digits : digits / powersOfTen[decimals]!;
    return isNegative ? -value : value;
  }

  /**
   * Reads an instant like `2026-11-25T08:45:00.123456Z`, with six or fewer digits of fraction. Returns microseconds since 1970;
   * NaN if there is none.
   */
  private time(): number {
    const { text } = this;
    let at = this.at;
    if (
      text.charCodeAt(at) !== QUOTE ||
      text.charCodeAt(at + 5) !== MINUS ||
      text.charCodeAt(at + 8) !== MINUS ||
      text.charCodeAt(at + 11) !== LETTER_T ||
      text.charCodeAt(at + 14) !== COLON ||
      text.charCodeAt(at + 17) !== COLON
    )
      return NaN;
    const year = this.twoDigits(at + 1) * 100 + this.twoDigits(at + 3);
    const dateUs = this.startOf(at + 1, year, this.twoDigits(at + 6), this.twoDigits(at + 9));
    const [hour, minute, second] = [
      this.twoDigits(at + 12),
      this.twoDigits(at + 15),
      this.twoDigits(at + 18),
    ];
    if (hour > 23 || minute > 59 || second > 59) return NaN;
    let us = dateUs + (hour * 3600 + minute * 60 + second) * 1e6;
    at += 20;
    if (text.charCodeAt(at) === POINT) {
      let unit = 1e5;
      let code = text.charCodeAt(++at);
      if (!isDigit(code)) return NaN;
      for (; isDigit(code); code = text.charCodeAt(++at), unit /= 10) {
        if (unit < 1) return NaN;
        us += (code - ZERO) * unit;
      }
    }
    if (text.charCodeAt(at) !== LETTER_Z || text.charCodeAt(at + 1) !== QUOTE) return NaN;
    this.at = at + 2;
    return us;
  }

  /** Reads a number as microseconds since 1970, to the last digit. Returns NaN if there is none, or no unit. */
  private timeNumber(): number {
    const { timeUnit } = this.known;
    NUMBER.lastIndex = this.at;
    const [decimal] = NUMBER.exec(this.text) ?? [];
    if (timeUnit === undefined || decimal === undefined) return NaN;
    this.at += decimal.length;
    return instantOfDecimal(decimal, timeUnit)?.usNumber ?? NaN;
  }

  /** Returns NaN if there are not two digits. */
  private twoDigits(at: number): number {
    const [tens, ones] = [this.text.charCodeAt(at), this.text.charCodeAt(at + 1)];
    return isDigit(tens) && isDigit(ones) ? (tens - ZERO) * 10 + (ones - ZERO) : NaN;
  }

  /** Returns the start of a day, kept for the next reading, which is mostly of the same day; NaN if there is no such day. */
  private startOf(at: number, year: number, month: number, day: number): number {
    const date = (year * 100 + month) * 100 + day;
    if (date === this.date) return this.dateUs;
    this.date = date;
    this.dateUs = Instant.parse(`${this.text.slice(at, at + 10)}T00:00Z`)?.usNumber ?? NaN;
    return this.dateUs;
  }
}

const isValue = (value: number): boolean => value <= MAX_VALUE && value >= -MAX_VALUE;
