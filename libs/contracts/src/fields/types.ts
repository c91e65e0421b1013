import type { FieldType, Scope } from './field.js';
import { declareList } from './list-class.js';
import { kindOf, readObject } from './parse.js';
import { text } from './text.js';
import { Instant, isRealDay } from '../instant.js';
import { type Issue, IssueError, type Path, refuse } from '../errors/issue.js';

export function choice<const T extends string>(...allowed: readonly T[]): FieldType<T> {
  return {
    schema: () => ({ type: 'string', enum: allowed }),
    read(value, path) {
      const found = allowed.find((candidate) => candidate === value);
      const shown = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
      return (
        found ?? refuse(path, 'not_a_choice', { value: shown.slice(0, 100), allowed: allowed.join(', ') })
      );
    },
  };
}

/** A machine code in a reply: documented as one of these; stored results may hold codes that are no longer made. */
export function code(...listed: readonly string[]): FieldType<string> {
  return { schema: () => ({ type: 'string', enum: listed }), read: text().read };
}

export interface RangeOptions {
  readonly min?: number;
  readonly max?: number;
  /** Exclusive lower limit. */
  readonly above?: number;
}

const range = ({ min, max, above }: RangeOptions): FieldRange => ({
  ...(min !== undefined && { minimum: min }),
  ...(max !== undefined && { maximum: max }),
  ...(above !== undefined && { exclusiveMinimum: above }),
});

interface FieldRange {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
}

function withinRange(read: number, path: Path, { min, max, above }: RangeOptions): number {
  if (above !== undefined && read <= above) refuse(path, 'not_above', { limit: above });
  if (max !== undefined && read > max) refuse(path, 'too_large', { max });
  if (min !== undefined && read < min) refuse(path, 'too_small', { min });
  return read;
}

/* The notation of Python's float(), without infinity and NaN. */
const DECIMAL = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?\s*$/i;

/** A finite number. Text in decimal notation is accepted. */
export function number(options: RangeOptions = {}): FieldType<number> {
  return {
    schema: () => ({ type: 'number', ...range(options) }),
    read(value, path) {
      const read =
        typeof value === 'number'
          ? value
          : typeof value === 'string' && DECIMAL.test(value)
            ? Number(value)
            : NaN;
      if (!Number.isFinite(read)) refuse(path, 'not_a_number');
      return withinRange(read, path, options);
    },
  };
}

/** A score as clients see it, with two decimals: more would guide somebody who tries pictures (ISO/IEC 24745). */
export function score(): FieldType<number> {
  const field = number({ min: -1, max: 1 });
  return { ...field, schema: () => ({ ...field.schema(), 'x-decimals': 2 }) };
}

/** An integer that JavaScript represents exactly. Text of digits is accepted. */
export function integer(options: RangeOptions = {}): FieldType<number> {
  return {
    schema: () => ({ type: 'integer', ...range(options) }),
    read(value, path) {
      const read = typeof value === 'string' && /^\s*[+-]?\d{1,16}\s*$/.test(value) ? Number(value) : value;
      if (typeof read !== 'number' || !Number.isSafeInteger(read)) return refuse(path, 'not_an_integer');
      return withinRange(read, path, options);
    },
  };
}

const words = (all: string): Set<string> =>
  new Set(
    all.split(' ').flatMap((word) => [word, word.toUpperCase(), word[0]?.toUpperCase() + word.slice(1)]),
  );
const truths = words('t y yes true on 1');
const falsehoods = words('f n no false off 0');

/** A boolean, or one of the words that Django REST Framework accepts for it. */
export function boolean(): FieldType<boolean> {
  return {
    schema: () => ({ type: 'boolean' }),
    read(value, path) {
      if (value === true || value === 1 || truths.has(value as string)) return true;
      if (value === false || value === 0 || falsehoods.has(value as string)) return false;
      return refuse(path, 'not_a_boolean');
    },
  };
}

/** A calendar date, `YYYY-MM-DD`. It stays text because it has no time zone. */
export function date(): FieldType<string> {
  return {
    schema: () => ({ type: 'string', format: 'date' }),
    read(value, path) {
      const ok = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && isRealDay(value);
      return ok ? value : refuse(path, 'not_a_date');
    },
  };
}

/* A plus sign that nobody escaped in a query or form arrives as a space, which can mean nothing else here. */
const LOST_PLUS = /(?<=[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) (?=\d\d:?\d\d$)/;

/** A moment, ISO 8601; UTC without an offset. The schema's type is text, the value an Instant. */
export function datetime(): FieldType<Instant> {
  return {
    schema: () => ({ type: 'string', format: 'date-time' }),
    read(value, path) {
      if (value instanceof Instant) return value;
      /* Replicas of the former version send one over the bus. */
      if (value instanceof Date && !Number.isNaN(value.getTime())) return Instant.ofMs(value.getTime());
      const read =
        typeof value === 'string'
          ? (Instant.parse(value) ?? Instant.parse(value.replace(LOST_PLUS, '+')))
          : undefined;
      return read ?? refuse(path, 'not_a_datetime');
    },
  };
}

/** Bytes: fields of internal operations and files of multipart forms. */
export function bytes(): FieldType<Uint8Array> {
  return {
    schema: () => ({ type: 'string', format: 'binary' }),
    read: (value, path) => (value instanceof Uint8Array ? value : refuse(path, 'not_bytes')),
  };
}

export interface ListOptions {
  readonly minItems?: number;
  readonly maxItems?: number;
}

export function list<T>(item: FieldType<T>, { minItems, maxItems }: ListOptions = {}): FieldType<T[]> {
  return {
    ...(item.text && { text: item.text }),
    schema: () => ({
      type: 'array',
      items: item.schema(),
      ...(minItems !== undefined && { minItems }),
      ...(maxItems !== undefined && { maxItems }),
    }),
    refers: () => item.refers?.() ?? [],
    read(value, path, scope) {
      if (!Array.isArray(value)) return refuse(path, 'not_a_list', { received: kindOf(value) });
      if (minItems !== undefined && value.length < minItems) refuse(path, 'too_few_items', { min: minItems });
      if (maxItems !== undefined && value.length > maxItems)
        refuse(path, 'too_many_items', { max: maxItems });
      return readItems(item, value, path, scope);
    },
  };
}

function readItems<T>(
  item: FieldType<T>,
  values: readonly unknown[],
  path: Path,
  scope: Scope | undefined,
): T[] {
  const issues: Issue[] = [];
  const read = values.map((value, index) => {
    try {
      return value === null || value === undefined
        ? refuse([...path, index], 'null')
        : item.read(value, [...path, index], scope);
    } catch (error) {
      if (!(error instanceof IssueError)) throw error;
      issues.push(...error.issues);
      return undefined;
    }
  });
  if (issues.length > 0) throw new IssueError(issues);
  return read as T[];
}

/** An instance of another declared class. */
export function object<T>(Class: new () => T): FieldType<T> {
  return {
    schema: () => ({ $ref: `#/components/schemas/${Class.name}` }),
    refers: () => [Class],
    read: (value, path, scope) => readObject(Class, value, path, scope),
  };
}

/**
 * Returns the class of a body or reply that is a bare array of a declared class. With `orOne` a single object counts as
 * an array of one. Issues carry the position in the array.
 */
export function listOf<T>(
  Item: new () => T,
  { orOne = false, ...options }: ListOptions & { readonly orOne?: boolean } = {},
): new () => T[] {
  class ListOf extends Array<T> {}
  const items = list(object(Item), options);
  const isOne = (value: unknown): boolean => orOne && kindOf(value) === 'object';
  declareList(ListOf, {
    Item,
    type: {
      ...items,
      read: (value, path, scope) => items.read(isOne(value) ? [value] : value, path, scope),
    },
  });
  Object.defineProperty(ListOf, 'name', { value: `${Item.name}List` });
  return ListOf;
}

/** The integer key of another row. The service reports `no_such_key` if there is no such row. */
export function foreignKey(): FieldType<number> {
  return {
    schema: () => ({ type: 'integer' }),
    read(value, path) {
      const read = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
      if (typeof read !== 'number' || !Number.isInteger(read))
        return refuse(path, 'not_a_key', { received: kindOf(value) });
      return Number.isSafeInteger(read) ? read : refuse(path, 'no_such_key', { key: String(value) });
    },
  };
}

/** Values by name, e.g. counts per department. */
export function record<T>(item: FieldType<T>): FieldType<Record<string, T>> {
  return {
    schema: () => ({ type: 'object', additionalProperties: item.schema() }),
    ...(item.text !== undefined && { text: item.text }),
    refers: () => item.refers?.() ?? [],
    read(value, path, scope) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        return refuse(path, 'not_an_object', { received: kindOf(value) });
      }
      return Object.fromEntries(
        Object.entries(value).map(([key, entry]) => [key, item.read(entry, [...path, key], scope)]),
      );
    },
  };
}

/** The id in a path. An invalid one reads as 0, so that it answers 404 like the original APIs, not 400. */
export function rowId(): FieldType<number> {
  return {
    schema: () => ({ type: 'integer', minimum: 1 }),
    read: (value) => (/^\d{1,15}$/.test(String(value)) ? Number(value) : 0),
  };
}

/** A page number. An invalid one reads as 0, so that it answers 404 like the original APIs, not 400. */
export function pageNumber(): FieldType<number> {
  return {
    schema: () => ({ type: 'integer', minimum: 1 }),
    read: (value) => (/^\d{1,9}$/.test(String(value)) ? Number(value) : 0),
  };
}

/** Rows per page. An invalid number reads as 20, a number over 100 as 100. */
export function pageSize(): FieldType<number> {
  return {
    schema: () => ({ type: 'integer', minimum: 1, maximum: 100 }),
    read(value) {
      const wanted = /^\d{1,9}$/.test(String(value)) ? Number(value) : 0;
      return wanted >= 1 ? Math.min(wanted, 100) : 20;
    },
  };
}
