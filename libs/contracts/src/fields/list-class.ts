import type { FieldType } from './field.js';

type Class = new () => unknown;

interface ListClass {
  readonly Item: Class;
  readonly type: FieldType<unknown[]>;
}

const listClasses = new WeakMap<object, ListClass>();

/** Marks a class as a bare array. `listOf` makes such classes. */
export const declareList = (Class: Class, list: ListClass): void => void listClasses.set(Class, list);

/** Returns the items and type of a class made by `listOf`; undefined for any other class. */
export const listClass = (Class: unknown): ListClass | undefined =>
  typeof Class === 'function' ? listClasses.get(Class) : undefined;
