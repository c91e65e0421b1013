import { DomainError } from '../errors/errors.js';
import { type DeclaredField, fieldsOf, type NameCheck, type Scope } from './field.js';
import { listClass } from './list-class.js';
import { looksLikeTime } from './time-names.js';
import { MAX_NAME_LENGTH } from './undeclared.js';
import { type Issue, IssueError, type Path, refuse } from '../errors/issue.js';

/**
 * Returns an instance of a declared class. Undeclared properties are ignored, but for a time in the stead of the only one, unless
 * `around`, the objects that it was sent in, refuse them. Throws IssueError with every issue.
 */
export function readObject<T>(Class: new () => T, value: unknown, path: Path, around?: Scope): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) {
    refuse(path, 'not_an_object', { received: kindOf(value) });
  }
  const source = value as Record<string, unknown>;
  const undeclared = around?.undeclared;
  const scope: Scope = { sent: source, around, undeclared };
  const instance = new Class();
  const issues: Issue[] = [];
  const fields = fieldsOf(Class);
  for (const { name, type, options } of fields) {
    const at = [...path, name];
    const given = Object.hasOwn(source, name) ? source[name] : undefined;
    try {
      if (given === undefined && options.requiredUnless !== undefined) {
        if (!Object.hasOwn(source, options.requiredUnless)) refuse(at, 'required');
        continue;
      }
      if (given === undefined && options.onlyTime) {
        const ignored = typeof options.onlyTime === 'object' ? options.onlyTime.but : undefined;
        const other = otherTimeIn(source, fields, ignored);
        if (other !== undefined)
          refuse([...path, other], 'invalid', {
            text: `This looks like a time, but times are read from ${name} alone.`,
          });
      }
      const read = readField(given, at, scope, type.read, options);
      if (read !== undefined) (instance as Record<string, unknown>)[name] = read;
    } catch (error) {
      if (!(error instanceof IssueError)) throw error;
      issues.push(...error.issues);
    }
  }
  if (undeclared) {
    const known = new Set(issues.map((issue) => issue.path[path.length]));
    issues.push(
      ...undeclared.issuesOf(Class, source, path).filter((issue) => !known.has(issue.path[path.length])),
    );
  }
  if (issues.length > 0) throw new IssueError(issues);
  return instance;
}

/** Returns the name of an undeclared property that looks like a time, cut off. */
function otherTimeIn(
  sent: Readonly<Record<string, unknown>>,
  fields: readonly DeclaredField[],
  ignored?: string,
): string | undefined {
  const isKnown = (key: string): boolean => key === ignored || fields.some(({ name }) => name === key);
  return Object.keys(sent)
    .find((key) => !isKnown(key) && looksLikeTime(key, sent[key]))
    ?.slice(0, MAX_NAME_LENGTH);
}

/** Returns the name of a property that looks like a time and that the class does not declare. */
export const undeclaredTime = (
  Class: new () => unknown,
  sent: object,
  ignored?: string,
): string | undefined => otherTimeIn(sent as Readonly<Record<string, unknown>>, fieldsOf(Class), ignored);

function readField(
  given: unknown,
  path: Path,
  scope: Scope,
  read: DeclaredField['type']['read'],
  options: { optional?: boolean; nullable?: boolean; default?: unknown },
): unknown {
  if (given === undefined) {
    if ('default' in options) return options.default;
    return options.optional ? undefined : refuse(path, 'required');
  }
  if (given === null) return options.nullable ? null : refuse(path, 'null');
  return read(given, path, scope);
}

/**
 * Returns an operation's input as an instance of its class. Undeclared properties are ignored, or refused by `undeclared`. Throws
 * DomainError VALIDATION_FAILED with every issue and, for a list, the number of its items.
 */
export function parse<T>(Class: new () => T, value: unknown, undeclared?: NameCheck): T {
  try {
    return readInput(Class, value, undeclared && { sent: {}, undeclared });
  } catch (error) {
    if (!(error instanceof IssueError)) throw error;
    const items = listClass(Class) && { items: Array.isArray(value) ? value.length : 1 };
    throw new DomainError('VALIDATION_FAILED', { issues: error.issues, ...items });
  }
}

const readInput = <T>(Class: new () => T, value: unknown, around: Scope | undefined): T => {
  const listed = listClass(Class);
  return listed ? (listed.type.read(value, [], around) as T) : readObject(Class, value, [], around);
};

/** Returns query parameters without blank ones that may be absent: an empty form field is no filter. */
export const withoutBlanks = (
  Class: new () => unknown,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> => {
  const mayBeAbsent = new Set(
    fieldsOf(Class).flatMap(({ name, options }) => (options.optional || 'default' in options ? [name] : [])),
  );
  const isBlank = (value: unknown): boolean => typeof value === 'string' && value.trim() === '';
  return Object.fromEntries(
    Object.entries(given).filter(([name, value]) => !(mayBeAbsent.has(name) && isBlank(value))),
  );
};

/** Like `parse`, but returns the issues instead of throwing. Returns the value if there is no issue. */
export function tryParse<T>(
  Class: new () => T,
  value: unknown,
  around?: Scope,
): { readonly value: T; readonly issues: readonly [] } | { readonly issues: readonly Issue[] } {
  try {
    return { value: readInput(Class, value, around), issues: [] };
  } catch (error) {
    if (error instanceof IssueError) return { issues: error.issues };
    throw error;
  }
}

export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  return typeof value;
}
