import { type DeclaredField, fieldsOf } from './field.js';
import { listClass } from './list-class.js';

type Class = new () => unknown;

/** Returns the fields of a class and of all classes in it that are marked as secret. */
export function secretFieldsOf(Class: Class, within: readonly Class[] = []): readonly DeclaredField[] {
  if (within.includes(Class)) return [];
  const listed = listClass(Class);
  if (listed) return secretFieldsOf(listed.Item, within);
  return fieldsOf(Class).flatMap((field) => [
    ...(field.options.secret ? [field] : []),
    ...(field.type.refers?.() ?? []).flatMap((inner) => secretFieldsOf(inner, [...within, Class])),
  ]);
}

/** Returns the names of the fields that only the first answer to a creation shows. */
export const shownOnceOf = (Class: Class): readonly string[] =>
  fieldsOf(Class).flatMap(({ name, options }) => (options.secret === 'once' ? [name] : []));
