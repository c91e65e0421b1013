import type { Issue, Path } from '../errors/issue.js';
import type { TextKind } from './text-kind.js';

/* JSON Schema in the dialect of OpenAPI 3.1 (draft 2020-12). */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What refuses names that a class does not declare. */
export interface NameCheck {
  issuesOf(Class: new () => unknown, sent: object, path: Path): readonly Issue[];
}

/** The object that a value was sent in, and those around it: what a sibling says about the value. */
export interface Scope {
  readonly sent: Readonly<Record<string, unknown>>;
  readonly around?: Scope | undefined;
  /** Refuses names that no class declares. Without it they are ignored. */
  readonly undeclared?: NameCheck | undefined;
}

/** How one type of value is read from untrusted input and described in API documents. */
export interface FieldType<T> {
  readonly schema: () => JsonSchema;
  /** Returns the value in the type that services use. Never called with undefined or null. Throws IssueError. */
  readonly read: (value: unknown, path: Path, scope?: Scope) => T;
  /** Returns the classes that the schema refers to by name. */
  readonly refers?: () => readonly (new () => unknown)[];
  /** What its text is for. Absent where people type no text. */
  readonly text?: TextKind;
  /** A number that a double would round is read as the text of its digits. */
  readonly exact?: boolean;
}

export interface FieldOptions {
  /** The field may be missing; the property is then absent. */
  readonly optional?: boolean;
  /** The field may be missing if this other field of the class is present. */
  readonly requiredUnless?: string;
  /** Value of a missing field. */
  readonly default?: unknown;
  readonly nullable?: boolean;
  /**
   * The only time of its object: without it, an undeclared property that looks like a time is refused, not ignored; `but` for one that
   * the original API documents and ignores.
   */
  readonly onlyTime?: boolean | { readonly but: string };
  /**
   * A password, token, key or picture of a person: it must appear nowhere but in inputs and replies of its operations.
   * One that is shown `once` is missing where a creation is repeated under its Idempotency-Key: the field is optional.
   */
  readonly secret?: boolean | 'once';
  readonly description?: string;
  readonly example?: unknown;
  /** False: the example of a body leaves the optional field out, since what may be sent depends on what the platform holds. */
  readonly inBodyExample?: false;
}

export interface DeclaredField {
  readonly name: string;
  readonly type: FieldType<unknown>;
  readonly options: FieldOptions;
}

const declared = new WeakMap<object, DeclaredField[]>();

/** Type of a field's property: the type of its value, with null, undefined and default from its options. */
type ValueOf<T, O> =
  | T
  | (O extends { readonly nullable: true } ? null : never)
  | (O extends { readonly optional: true } | { readonly requiredUnless: string } ? undefined : never)
  | (O extends { readonly default: infer D } ? (D extends readonly (infer I)[] ? I[] : D) : never);

/** Compiles only if the property accepts every value of the field, and null and undefined exactly where the field does. */
type Fits<Value, Property> = [Value] extends [Property]
  ? [Property & (null | undefined)] extends [Value]
    ? unknown
    : { readonly 'the field is never': Exclude<Property & (null | undefined), Value> }
  : { readonly 'the property does not take': Exclude<Value, Property> };

/** Declares a property of an input or reply class: its type and whether it may be absent or null. */
export function Field<T, const O extends FieldOptions>(type: FieldType<T>, options?: O) {
  return <C extends object, K extends string & keyof C>(
    prototype: C & Fits<ValueOf<T, O>, C[K]>,
    name: K,
  ): void => declareField(prototype, name, type, options);
}

/** Declares a field of a class whose properties TypeScript does not know. */
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

/** Returns all declared fields of a class, those of its parents first. */
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
