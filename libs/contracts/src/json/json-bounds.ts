import { fieldsOf, type JsonSchema } from '../fields/field.js';
import { listClass } from '../fields/list-class.js';

/** What a JSON text may hold before it costs more than any valid input does. */
export interface JsonBounds {
  /** Properties of one object. */
  readonly maxKeys: number;
  /** Values in the whole text. */
  readonly maxValues: number;
  /** Names of properties whose numbers are read as the text of their digits where a double would round them. */
  readonly exactNames?: ReadonlySet<string>;
}

type Class = new () => unknown;

/** Bounds of a text whose class is not known. */
export const defaultJsonBounds: JsonBounds = { maxKeys: 10_000, maxValues: 1_000_000 };

/* Properties that no class declares are ignored or refused by name, so they are read. */
const MAX_UNDECLARED_KEYS = 1000;
/* An object of any content holds 4 KiB, so no more than these. */
const MAX_FREE_KEYS = 1024;
/* A list without a maximum. */
const MAX_ITEMS = 10_000;
/* Clients may send as much beside the declared values again. */
const SPARE_FACTOR = 2;

/** Returns how many properties and values an input of the class can hold, with room for some that it does not declare. */
export function jsonBoundsOf(Class: Class): JsonBounds {
  const { keys, values } = sizeOf(Class, new Set());
  const exactNames = exactNamesOf(Class);
  return {
    ...(exactNames.size > 0 && { exactNames }),
    maxKeys: keys + MAX_UNDECLARED_KEYS,
    maxValues: Math.min(SPARE_FACTOR * values + MAX_UNDECLARED_KEYS, defaultJsonBounds.maxValues),
  };
}

/** Returns the names of the properties of a class, and of those in it, that are read to the last digit. */
export function exactNamesOf(Class: Class, within: ReadonlySet<Class> = new Set()): ReadonlySet<string> {
  if (within.has(Class)) return new Set();
  const inner = new Set([...within, Class]);
  const listed = listClass(Class);
  if (listed) return exactNamesOf(listed.Item, inner);
  return new Set(
    fieldsOf(Class).flatMap(({ name, type }) => [
      ...(type.exact ? [name] : []),
      ...(type.refers?.() ?? []).flatMap((Referred) => [...exactNamesOf(Referred, inner)]),
    ]),
  );
}

interface Size {
  readonly keys: number;
  readonly values: number;
}
const scalar: Size = { keys: 0, values: 1 };

function sizeOf(Class: Class, within: ReadonlySet<Class>): Size {
  const listed = listClass(Class);
  if (listed) return sizeOfSchema(listed.type.schema(), [listed.Item], within);
  if (within.has(Class)) return scalar;
  const inner = new Set([...within, Class]);
  const fields = fieldsOf(Class);
  const sizes = fields.map(({ type }) => sizeOfSchema(type.schema(), type.refers?.() ?? [], inner));
  return {
    keys: Math.max(fields.length, ...sizes.map(({ keys }) => keys)),
    values: sizes.reduce((sum, { values }) => sum + values, 1),
  };
}

function sizeOfSchema(schema: JsonSchema, refers: readonly Class[], within: ReadonlySet<Class>): Size {
  const { type, $ref, items, maxItems = MAX_ITEMS, additionalProperties, enum: choices } = schema;
  if (typeof $ref === 'string') {
    const Named = refers.find(({ name }) => $ref.endsWith(`/${name}`));
    return Named === undefined ? scalar : sizeOf(Named, within);
  }
  if (type === 'array') {
    const { keys, values } = sizeOfSchema(items as JsonSchema, refers, within);
    return { keys, values: Math.min(1 + Number(maxItems) * values, defaultJsonBounds.maxValues) };
  }
  const isFree = additionalProperties !== undefined || (type === 'object' && choices === undefined);
  return isFree ? { keys: MAX_FREE_KEYS, values: MAX_FREE_KEYS } : scalar;
}
