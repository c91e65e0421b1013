import { fieldsOf, type JsonSchema } from './field.js';
import { listClass } from './list-class.js';

/** JSON Schema (OpenAPI 3.0.3) of a declared class; other classes are referred to by name. */
export function schemaOf(Class: new () => unknown): JsonSchema {
  const listed = listClass(Class);
  if (listed) return listed.type.schema();
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  for (const { name, type, options } of fieldsOf(Class)) {
    const schema = type.schema();
    const notes = {
      ...(options.nullable && { nullable: true }),
      ...(options.description !== undefined && { description: options.description }),
      ...(options.default !== undefined && { default: options.default }),
      ...(options.example !== undefined && { example: options.example }),
    };
    const plain = !('$ref' in schema) || Object.keys(notes).length === 0;
    /* `nullable` means nothing without `type` beside it (OpenAPI 3.0.3). */
    const nullableType = options.nullable && { type: 'object' };
    properties[name] = plain ? { ...schema, ...notes } : { ...nullableType, allOf: [schema], ...notes };
    const mayBeAbsent =
      options.optional === true || options.requiredUnless !== undefined || 'default' in options;
    if (!mayBeAbsent) required.push(name);
  }
  return { type: 'object', properties, ...(required.length > 0 && { required }) };
}

/** The classes that a class's schema refers to, directly. */
export function referencesOf(Class: new () => unknown): readonly (new () => unknown)[] {
  const listed = listClass(Class);
  if (listed) return [listed.Item];
  return fieldsOf(Class).flatMap(({ type }) => type.refers?.() ?? []);
}

/** Names a class in the API documents otherwise than in the code, where a document's name is taken or not a good one. */
export function Named(name: string): ClassDecorator {
  return (Class) => void Object.defineProperty(Class, 'name', { value: name });
}

/** Whether an input holds files, which only a multipart form carries. */
export const takesFiles = (Class: new () => unknown): boolean =>
  fieldsOf(Class).some(({ type }) => type.schema().format === 'binary');

/** Whether a form can say it: forms have names and texts, so that an object that has to be there cannot come in one. */
export const fitsForm = (Class: new () => unknown): boolean =>
  fieldsOf(Class).every(
    ({ type, options }) => options.optional === true || 'default' in options || isFlat(type.schema()),
  );

const isFlat = ({ type, items }: JsonSchema): boolean =>
  type === 'array' ? isFlat(items as JsonSchema) : type !== undefined && type !== 'object';
