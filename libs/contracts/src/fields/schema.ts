import { type DeclaredField, fieldsOf, type JsonSchema } from './field.js';
import { listClass } from './list-class.js';
import { textRules } from './text-kind.js';

/** Returns the JSON Schema (OpenAPI 3.1) of a declared class. It refers to other classes by name. */
export function schemaOf(Class: new () => unknown): JsonSchema {
  const listed = listClass(Class);
  if (listed) return listed.type.schema();
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  for (const field of fieldsOf(Class)) {
    const { name, type, options } = field;
    properties[name] = {
      ...(options.nullable ? orNull(type.schema()) : type.schema()),
      ...describing(field),
      ...(options.example !== undefined && { examples: [options.example] }),
    };
    const mayBeAbsent =
      options.optional === true || options.requiredUnless !== undefined || 'default' in options;
    if (!mayBeAbsent) required.push(name);
  }
  return { type: 'object', properties, ...(required.length > 0 && { required }) };
}

/** Returns the description of a field, or another in its stead, with the rule of its text. */
export function describing(
  { type, options }: DeclaredField,
  description = options.description,
): { readonly description?: string } {
  const rule = type.text && textRules[type.text];
  const sentences = [description, rule].filter((each) => each !== undefined);
  return sentences.length === 0 ? {} : { description: sentences.join('. ') };
}

/** Returns the schema of the same values and null. Generators name a choice only where null stands beside it, not in it. */
export function orNull(schema: JsonSchema): JsonSchema {
  const { type, oneOf, ...rest } = schema;
  if (Array.isArray(oneOf)) return { oneOf: [...(oneOf as JsonSchema[]), { type: 'null' }], ...rest };
  if (typeof type !== 'string' || 'enum' in schema) return { oneOf: [schema, { type: 'null' }] };
  return { type: [type, 'null'], ...rest };
}

/** Returns the classes that the schema of a class refers to directly. */
export function referencesOf(Class: new () => unknown): readonly (new () => unknown)[] {
  const listed = listClass(Class);
  if (listed) return [listed.Item];
  return fieldsOf(Class).flatMap(({ type }) => type.refers?.() ?? []);
}

/** Gives a class another name in API documents, if the documented name is taken or misspelt. */
export function Named(name: string): ClassDecorator {
  return (Class) => void Object.defineProperty(Class, 'name', { value: name });
}

/** Whether an input holds files. Only multipart forms can carry them. */
export const takesFiles = (Class: new () => unknown): boolean =>
  fieldsOf(Class).some(({ type }) => type.schema().format === 'binary');

/** Whether a form can carry the input. A form holds names and texts, so a required object does not fit. */
export const fitsForm = (Class: new () => unknown): boolean =>
  fieldsOf(Class).every(
    ({ type, options }) => options.optional === true || 'default' in options || isFlat(type.schema()),
  );

const isFlat = ({ type, items }: JsonSchema): boolean =>
  type === 'array' ? isFlat(items as JsonSchema) : type !== undefined && type !== 'object';
