import { declareField, fieldsOf } from './field.js';

type Type<T> = new () => T;

/** Returns a class with the same fields, all optional and without defaults: the body of a PATCH. */
export function partialOf<T>(Class: Type<T>): Type<Partial<T>> {
  class PartialOf {}
  for (const { name, type, options } of fieldsOf(Class)) {
    const { default: _, ...others } = options;
    declareField(PartialOf.prototype, name, type, { ...others, optional: true });
  }
  Object.defineProperty(PartialOf, 'name', { value: `Partial${Class.name}` });
  return PartialOf;
}
