import { defaultJsonBounds, type JsonBounds } from './json-bounds.js';

/**
 * Reads untrusted JSON. `JSON.parse` decides what JSON is. Before it, one pass over the text refuses dangerous JSON:
 * - deep nesting and too many values, which cost memory;
 * - duplicate keys in an object, of which different parsers pick different ones;
 * - keys that change prototypes;
 * - numbers beyond a double's range and text that is not Unicode.
 * It also finds the numbers that a double would round and somebody needs exactly; these become text.
 * We found no library that refuses all of these without building its own tree. Fastify's parser refuses only prototype
 * keys.
 */

const MAX_DEPTH = 64;
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/* Every number of this many digits is a double of its own. */
const MAX_EXACT_DIGITS = 15;

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** A text was refused. `position` is the index of a character, if known. */
export class JsonRefused extends Error {
  override readonly name = 'JsonRefused';

  constructor(
    readonly reason: string,
    readonly position?: number,
  ) {
    super(reason);
  }
}

/** Returns the value of a JSON text. Throws JsonRefused. */
export function readJson(text: string, bounds: JsonBounds = defaultJsonBounds): unknown {
  const exact = inspect(text, bounds);
  try {
    const value: unknown = JSON.parse(text);
    return exact.length === 0 ? value : JSON.parse(quoted(text, exact));
  } catch (error) {
    throw refusalOf(error as SyntaxError, text);
  }
}

/** Start and end of a part of a text. */
type Span = readonly [start: number, end: number];

function quoted(text: string, spans: readonly Span[]): string {
  let copied = 0;
  const parts: string[] = [];
  for (const [start, end] of spans) {
    parts.push(text.slice(copied, start), '"', text.slice(start, end), '"');
    copied = end;
  }
  return parts.join('') + text.slice(copied);
}

/* V8's messages quote much of the text and name the position only sometimes, so we use our own words. */
function refusalOf({ message }: SyntaxError, text: string): JsonRefused {
  if (text.trim() === '') return new JsonRefused('Expecting value', text.length);
  const place =
    /at position (\d+)/.exec(message)?.[1] ?? (message.includes('end of') ? text.length : undefined);
  const [, words] = wordings.find(([pattern]) => pattern.test(message)) ?? [];
  const reason = words ?? message.replace(/ in JSON at position.*|, (\.\.\.)?".*| \(line .*/s, '');
  return place === undefined ? new JsonRefused(reason) : new JsonRefused(reason, Number(place));
}

/* Wording of Python's parser, which clients of the original APIs know. */
const wordings: readonly (readonly [RegExp, string])[] = [
  [/':' after/, "Expecting ':' delimiter"],
  [/',' or/, "Expecting ',' delimiter"],
  [/property name/, 'Expecting property name enclosed in double quotes'],
  [/after JSON/, 'Extra data'],
  [/control character/, 'Invalid control character at'],
  [/^Unexpected/, 'Expecting value'],
];

/* Not a parser: it accepts some invalid texts, which JSON.parse refuses afterwards. Returns the numbers to be read exactly. */
function inspect(text: string, { maxKeys, maxValues, exactNames }: JsonBounds): Span[] {
  const exact: Span[] = [];
  const escapes = new Escapes(text);
  /* Keys of each open object; undefined for an open array. */
  const open: (Set<string> | undefined)[] = [];
  let values = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const keys = open.at(-1);
      const end = inspectString(text, at, keys, escapes);
      if (keys !== undefined && keys.size > maxKeys)
        throw new JsonRefused(`More than ${maxKeys} keys in an object`, at);
      at = end;
    } else if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
      open.push(code === OPEN_OBJECT ? new Set() : undefined);
      values++;
      if (open.length > MAX_DEPTH) throw new JsonRefused(`Nested deeper than ${MAX_DEPTH} levels`, at);
    } else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) open.pop();
    else if (code === COMMA) values++;
    else if (code === MINUS || (code >= 0x30 && code <= 0x39)) {
      const end = inspectNumber(text, at) + 1;
      if (exactNames && isRounded(text, at, end) && exactNames.has(nameBefore(text, at)))
        exact.push([at, end]);
      at = end - 1;
    }
    if (values > maxValues) throw new JsonRefused(`More than ${maxValues} values`, at);
  }
  return exact;
}

/** Whether a double may round a number. One with an exponent was written by a program that had no more digits. */
const isRounded = (text: string, start: number, end: number): boolean =>
  end - start > MAX_EXACT_DIGITS && !/[eE]/.test(text.slice(start, end));

/** Returns the name of the property whose value begins at `start`; '' if it is none or its name is written with escapes. */
function nameBefore(text: string, start: number): string {
  let at = beforeSpace(text, start - 1);
  if (text.charCodeAt(at) !== COLON) return '';
  at = beforeSpace(text, at - 1);
  return text.slice(text.lastIndexOf('"', at - 1) + 1, at);
}

function beforeSpace(text: string, last: number): number {
  let at = last;
  while (at >= 0 && isSpace(text.charCodeAt(at))) at--;
  return at;
}

const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

/** Positions of the backslashes. Each is searched for once, although every string asks. */
class Escapes {
  private next = -1;

  constructor(private readonly text: string) {}

  /** Returns the next backslash at or after `position`. Calls must not go backwards. */
  nextAfter(position: number): number {
    if (this.next < position) {
      const found = this.text.indexOf('\\', position);
      this.next = found < 0 ? Number.POSITIVE_INFINITY : found;
    }
    return this.next;
  }
}

/** Returns the position of the closing quotation mark. */
function inspectString(text: string, start: number, keys: Set<string> | undefined, escapes: Escapes): number {
  const end = closingQuote(text, start);
  if (end < 0) throw new JsonRefused('Unterminated string starting at', start);
  const escaped = escapes.nextAfter(start) < end;
  if (escaped || keys !== undefined) {
    const isKey = keys !== undefined && isFollowedByColon(text, end);
    if (escaped || isKey) inspectDecoded(text, start, end, isKey ? keys : undefined, escaped);
  }
  return end;
}

function inspectDecoded(
  text: string,
  start: number,
  end: number,
  keys: Set<string> | undefined,
  escaped: boolean,
): void {
  const value = escaped ? decoded(text, start, end) : text.slice(start + 1, end);
  if (escaped && !value.isWellFormed()) throw new JsonRefused('Lone surrogate in a string', start);
  if (keys === undefined) return;
  if (FORBIDDEN_KEYS.has(value)) throw new JsonRefused(`The key "${value}" is not allowed`, start);
  if (value.includes('\0')) throw new JsonRefused('Null character in a key', start);
  if (keys.has(value)) throw new JsonRefused(`The key "${value.slice(0, 100)}" occurs twice`, start);
  keys.add(value);
}

function decoded(text: string, start: number, end: number): string {
  try {
    return JSON.parse(text.slice(start, end + 1)) as string;
  } catch {
    throw new JsonRefused('Invalid escape in a string', start);
  }
}

function closingQuote(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return end;
  }
  return -1;
}

function isFollowedByColon(text: string, end: number): boolean {
  for (let at = end + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === COLON) return true;
    if (!isSpace(code)) return false;
  }
  return false;
}

/** Returns the position of the last character of the number. */
function inspectNumber(text: string, start: number): number {
  NUMBER.lastIndex = start;
  const [digits] = NUMBER.exec(text) ?? [];
  if (digits === undefined) return start;
  if (!Number.isFinite(Number(digits))) throw new JsonRefused('Number out of range', start);
  return start + digits.length - 1;
}
