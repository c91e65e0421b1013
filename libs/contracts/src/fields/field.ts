import type { Path } from '../errors/issue.js';

/* JSON Schema as OpenAPI 3.0.3 understands it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** How one kind of value is read from untrusted input and described to clients. */
export interface FieldType<T> {
  readonly schema: () => JsonSchema;
  /** The value as the service wants it; throws IssueError. Neither undefined nor null gets here. */
  readonly read: (value: unknown, path: Path) => T;
  /** Classes that the schema refers to by name. */
  readonly refers?: () => readonly (new () => unknown)[];
}

export interface FieldOptions {
  /** May be left out; the property is then absent. */
  readonly optional?: boolean;
  /** May be left out when this other field of the class is given. */
  readonly requiredUnless?: string;
  /** Used when the field is left out. */
  readonly default?: unknown;
  readonly nullable?: boolean;
  readonly description?: string;
  readonly example?: unknown;
}

export interface DeclaredField {
  readonly name: string;
  readonly type: FieldType<unknown>;
  readonly options: FieldOptions;
}

const declared = new WeakMap<object, DeclaredField[]>();

/** What the property of a field holds: the type's value, and what its options add. */
type ValueOf<T, O> =
  | T
  | (O extends { readonly nullable: true } ? null : never)
  | (O extends { readonly optional: true } | { readonly requiredUnless: string } ? undefined : never)
  | (O extends { readonly default: infer D } ? (D extends readonly (infer I)[] ? I[] : D) : never);

/** Does not compile unless the property takes every value of the field, and null and undefined only where the field does. */
type Fits<Value, Property> = [Value] extends [Property]
  ? [Property & (null | undefined)] extends [Value]
    ? unknown
    : { readonly 'the field is never': Exclude<Property & (null | undefined), Value> }
  : { readonly 'the property does not take': Exclude<Value, Property> };

/** Declares a property of an input or reply class: its type, and whether it may be absent or null. */
export function Field<T, const O extends FieldOptions>(type: FieldType<T>, options?: O) {
  return <C extends object, K extends string & keyof C>(
    prototype: C & Fits<ValueOf<T, O>, C[K]>,
    name: K,
  ): void => declareField(prototype, name, type, options);
}

/** The same for a class whose properties TypeScript does not know. */
export function declareField(
  prototype: object,
  name: string,
  type: FieldType<unknown>,
  options: FieldOptions = {},
): void {
  const own = declared.get(prototype) ?? [];
  own.push({ name, type, options });
  declared.set(prototype, own);
}

const fieldsByClass = new WeakMap<object, readonly DeclaredField[]>();

/** All declared fields of a class, its parents' first. */
export function fieldsOf(Class: new () => unknown): readonly DeclaredField[] {
  const known = fieldsByClass.get(Class);
  if (known) return known;
  const chain: DeclaredField[][] = [];
  let prototype = Class.prototype as object | null;
  while (prototype && prototype !== Object.prototype) {
    chain.unshift(declared.get(prototype) ?? []);
    prototype = Object.getPrototypeOf(prototype) as object | null;
  }
  const fields = [...new Map(chain.flat().map((field) => [field.name, field])).values()];
  fieldsByClass.set(Class, fields);
  return fields;
}
